package dev.leat.service.telemetry;

import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Faults;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorMetrics;
import io.opentelemetry.api.metrics.Meter;

/** The telemetry of one graph. Whoever runs the graph gives it these parts, and closes it after the run. */
public final class GraphTelemetry implements AutoCloseable {

    private final ModuleTelemetry modules;
    private final RuntimeMetrics runtime;

    GraphTelemetry(GraphShape shape, Meter meter, ModuleTelemetry modules) {
        this.modules = modules;
        this.runtime = new RuntimeMetrics(meter, shape, modules.graph(), modules.operations());
    }

    /** Where the graph's modules count and measure. */
    public OperatorMetrics metrics() {
        return modules.metrics();
    }

    /** A log that goes to the collector, too, where there is one. */
    public OperatorLog log(OperatorLog next) {
        return modules.log(next);
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
