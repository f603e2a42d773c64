package dev.leat.service.telemetry;

import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorMetrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a graph's modules count and log. Needs not be closed. Safe for use by many threads. */
public final class ModuleTelemetry {

    private final Attributes graph;
    private final Map<String, Attributes> operations;
    private final ModuleInstruments instruments;
    private final Optional<Logger> logger;

    ModuleTelemetry(
            String name,
            String prefix,
            Map<String, String> modules,
            ModuleInstruments instruments,
            Optional<Logger> logger) {
        this.graph = Attributes.of(AttributeKey.stringKey(ModuleMetrics.GRAPH), name);
        this.instruments = instruments;
        this.logger = logger;
        Map<String, Attributes> all = new LinkedHashMap<>();
        modules.forEach((operation, module) -> all.put(
                operation,
                graph.toBuilder()
                        .put(ModuleMetrics.OPERATION, prefix + operation)
                        .put(ModuleMetrics.MODULE, module)
                        .build()));
        this.operations = Map.copyOf(all);
    }

    /** What everything of the graph has. */
    Attributes graph() {
        return graph;
    }

    /** What everything of an operation has. */
    Map<String, Attributes> operations() {
        return operations;
    }

    /** Where the graph's modules count and measure. */
    public OperatorMetrics metrics() {
        return new ModuleMetrics(instruments, operations, graph);
    }

    /** A log that goes to the collector, too, where there is one. */
    public OperatorLog log(OperatorLog next) {
        return logger.<OperatorLog>map(collector -> new ExportedLog(collector, operations, graph, next))
                .orElse(next);
    }
}
