package dev.leat.service.telemetry;

import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Faults;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorMetrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.Meter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The telemetry of one graph. Whoever runs the graph gives it these parts, and closes it after the run. */
public final class GraphTelemetry implements AutoCloseable {

    private final Map<String, Attributes> operations = new LinkedHashMap<>();
    private final Attributes graph;
    private final ModuleInstruments instruments;
    private final Optional<Logger> logger;
    private final RuntimeMetrics runtime;

    GraphTelemetry(GraphShape shape, Meter meter, ModuleInstruments instruments, Optional<Logger> logger) {
        this.graph = Attributes.of(AttributeKey.stringKey(ModuleMetrics.GRAPH), shape.name());
        this.instruments = instruments;
        this.logger = logger;
        shape.modules()
                .forEach((operation, module) -> operations.put(
                        operation,
                        graph.toBuilder()
                                .put(ModuleMetrics.OPERATION, operation)
                                .put(ModuleMetrics.MODULE, module)
                                .build()));
        this.runtime = new RuntimeMetrics(meter, shape, graph, operations);
    }

    /** Where the graph's modules count and measure. */
    public OperatorMetrics metrics() {
        return new ModuleMetrics(instruments, Map.copyOf(operations), graph);
    }

    /** A log that goes to the collector, too, where there is one. */
    public OperatorLog log(OperatorLog next) {
        return logger.<OperatorLog>map(collector -> new ExportedLog(collector, operations, graph, next))
                .orElse(next);
    }

    /** Counts what is lost, and why. */
    public Faults faults(Faults next) {
        return (Fault fault) -> {
            runtime.lost(fault);
            next.report(fault);
        };
    }

    /** Sees how time moves. */
    public Observer observer() {
        return runtime;
    }

    /** From now on the counts of this run are the graph's. */
    public void watch(RunningDataflow running) {
        runtime.watch(running);
    }

    /** The graph's counts are told no more. */
    @Override
    public void close() {
        runtime.close();
    }
}
