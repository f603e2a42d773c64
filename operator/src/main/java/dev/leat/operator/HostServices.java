package dev.leat.operator;

import dev.leat.component.nn.Inference;
import dev.leat.operator.service.Commands;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.StateStore;
import java.util.Optional;

/**
 * What stands behind the interfaces that modules import. Whoever opened a service closes it, after the graphs that use it.
 *
 * @param log where the modules' logs go
 * @param metrics where the modules' counts go
 * @param stateStore empty: every call is answered with {@code request-error}
 * @param schemaRegistry where schemas are looked up
 * @param commands calls other programs
 * @param inference the ONNX models that modules run
 */
public record HostServices(
        OperatorLog log,
        OperatorMetrics metrics,
        Optional<StateStore> stateStore,
        SchemaRegistry schemaRegistry,
        Commands commands,
        Inference inference) {

    /** The interfaces that these stand behind, without a version, as {@link OperatorModule#imports} takes them. */
    public static final String STATE_STORE = HostInterfaces.PREFIX + "state-store";

    public static final String SCHEMA_REGISTRY = HostInterfaces.PREFIX + "schema-registry";

    public static final String COMMANDS = HostInterfaces.PREFIX + "command-invoker";

    /** A log and metrics, models that modules bring themselves, and nothing else. */
    public static HostServices of(OperatorLog log, OperatorMetrics metrics) {
        return new HostServices(log, metrics, Optional.empty(), SchemaRegistry.NONE, Commands.NONE, Inference.DEFAULT);
    }

    public HostServices withLog(OperatorLog log) {
        return new HostServices(log, metrics, stateStore, schemaRegistry, commands, inference);
    }

    public HostServices withMetrics(OperatorMetrics metrics) {
        return new HostServices(log, metrics, stateStore, schemaRegistry, commands, inference);
    }

    public HostServices withStateStore(StateStore stateStore) {
        return new HostServices(log, metrics, Optional.of(stateStore), schemaRegistry, commands, inference);
    }

    public HostServices withSchemaRegistry(SchemaRegistry schemaRegistry) {
        return new HostServices(log, metrics, stateStore, schemaRegistry, commands, inference);
    }

    public HostServices withCommands(Commands commands) {
        return new HostServices(log, metrics, stateStore, schemaRegistry, commands, inference);
    }

    public HostServices withInference(Inference inference) {
        return new HostServices(log, metrics, stateStore, schemaRegistry, commands, inference);
    }
}
