package dev.leat.operator;

import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.AccumulateLimits;
import java.util.List;

/**
 * How one operation uses a module.
 *
 * @param operation the operation's name in the graph
 * @param properties the configuration that {@code init} gets, in order
 * @param schemas the schemas that {@code init} gets
 * @param limits what an instance of the module may use
 * @param accumulateLimits how much an accumulate holds, and gives to the module in one call
 * @param services what the module may call
 */
public record OperatorSettings(
        String operation,
        List<Property> properties,
        List<Schema> schemas,
        InstanceLimits limits,
        AccumulateLimits accumulateLimits,
        HostServices services) {

    /** One configuration value. */
    public record Property(String key, String value) {}

    /** A schema as a module sees it. */
    public record Schema(String name, String contentType, String content) {}

    /** Holds and gives to the module what {@link AccumulateLimits#DEFAULT} says; with a log and metrics alone. */
    public OperatorSettings(
            String operation,
            List<Property> properties,
            List<Schema> schemas,
            InstanceLimits limits,
            OperatorLog log,
            OperatorMetrics metrics) {
        this(operation, properties, schemas, limits, AccumulateLimits.DEFAULT, HostServices.of(log, metrics));
    }

    public OperatorSettings {
        properties = List.copyOf(properties);
        schemas = List.copyOf(schemas);
    }

    public OperatorLog log() {
        return services.log();
    }

    public OperatorMetrics metrics() {
        return services.metrics();
    }
}
