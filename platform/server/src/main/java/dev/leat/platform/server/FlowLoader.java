package dev.leat.platform.server;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitionException;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.ModuleReference;
import dev.leat.graph.resource.DataflowProfile;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.NodeConnection;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.graph.resource.SchemaReference;
import dev.leat.operator.HostServices;
import dev.leat.operator.OperatorException;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorProblem;
import dev.leat.operator.OperatorSettings;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.platform.server.LoadedFlow.Pin;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphException;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.ModuleFinder;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.schema.SchemaFormats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Gets what flows need: definitions, modules, schemas. Safe for use by several threads. */
final class FlowLoader {

    private static final Duration SCHEMA_PATIENCE = Duration.ofSeconds(10);

    private final Leat leat;
    private final Artifacts artifacts;
    private final HostServices services;

    /** @param services what modules may call; each flow's own log takes the place of theirs */
    FlowLoader(Leat leat, Artifacts artifacts, HostServices services) {
        this.leat = leat;
        this.artifacts = artifacts;
        this.services = services;
    }

    /** @throws FlowException where something is missing or wrong */
    LoadedFlow load(FlowSpec spec, FlowLog log) {
        if (spec.fileStores()) {
            throw failed(
                    Reason.CONFIGURATION_FAILED,
                    new ServerException(ServerProblem.NOT_RUN, "leat serve does not give modules 'fileStores'"));
        }
        Map<String, Graph> graphs = new LinkedHashMap<>();
        List<Pin> pins = new ArrayList<>();
        for (GraphNode.Graph node : spec.graphs()) {
            graphs.put(node.name().value(), load(spec, node, log, pins));
        }
        return new LoadedFlow(spec, graphs, pins);
    }

    private Graph load(FlowSpec spec, GraphNode.Graph node, FlowLog log, List<Pin> pins) {
        RegistryEndpoint registry = spec.registry(node.registryEndpoint());
        try {
            PinnedArtifact pinned = pin(spec, node, registry, node.artifact(), Optional.empty(), pins);
            GraphDefinition definition = GraphDefinitions.read(pinned.place(), artifacts.read(spec, registry, pinned))
                    .orThrow();
            ModuleFinder finder = reference -> {
                PinnedArtifact module = pin(spec, node, registry, reference, Optional.of(node.artifact()), pins);
                return new ModuleFinder.Found(module.place(), artifacts.read(spec, registry, module));
            };
            return leat.graph(definition, finder, options(spec, node, log));
        } catch (GraphDefinitionException wrong) {
            throw failed(
                    Reason.CONFIGURATION_FAILED,
                    new ServerException(
                            ServerProblem.DEFINITION, node.artifact() + " has errors:\n" + wrong.getMessage(), wrong));
        } catch (ServerException missing) {
            throw failed(
                    missing.problem() == ServerProblem.ARTIFACT_TIMEOUT
                            ? Reason.MODULE_DOWNLOAD_TIMEOUT
                            : missing.problem() == ServerProblem.ARTIFACT
                                    ? Reason.MODULE_DOWNLOAD_FAILED
                                    : Reason.CONFIGURATION_FAILED,
                    missing);
        } catch (SchemaException | SchemaRegistryException schema) {
            throw failed(Reason.SOURCE_SCHEMA_RETRIEVAL_FAILED, schema);
        } catch (OperatorException module) {
            throw failed(
                    module.problem() == OperatorProblem.WRONG_INTERFACE
                            ? Reason.CONFIGURATION_FAILED
                            : Reason.INSTANTIATION_FAILED,
                    module);
        } catch (GraphException graph) {
            throw failed(Reason.CONFIGURATION_FAILED, graph);
        }
    }

    private PinnedArtifact pin(
            FlowSpec spec,
            GraphNode.Graph node,
            RegistryEndpoint registry,
            ModuleReference reference,
            Optional<ModuleReference> beside,
            List<Pin> pins) {
        PinnedArtifact pinned = artifacts.find(spec, registry, reference, beside);
        pins.add(new Pin(node, reference, beside, pinned));
        return pinned;
    }

    /** Whether one of its references leads to something else now. */
    boolean hasMoved(LoadedFlow loaded) {
        for (Pin pin : loaded.pins()) {
            if (pin.reference().digest().isEmpty()) {
                RegistryEndpoint registry = loaded.spec().registry(pin.node().registryEndpoint());
                PinnedArtifact now = artifacts.find(loaded.spec(), registry, pin.reference(), pin.beside());
                if (!now.digest().equals(pin.artifact().digest())) {
                    return true;
                }
            }
        }
        return false;
    }

    private GraphOptions options(FlowSpec spec, GraphNode.Graph node, FlowLog log) {
        return GraphOptions.DEFAULT
                .withSettings(node.settings())
                .withSchemas(schemas(spec, node))
                .withServices(services)
                .withLog(moduleLog(node.name().value(), spec.logLevel(), log));
    }

    /** The schemas of the connections into the node. */
    private List<OperatorSettings.Schema> schemas(FlowSpec spec, GraphNode.Graph node) {
        return spec.connections().stream()
                .filter(connection -> connection.to().value().equals(node.name().value()))
                .map(NodeConnection::schema)
                .flatMap(Optional::stream)
                .distinct()
                .map(reference -> {
                    SchemaRegistry.Schema schema = schema(reference);
                    return new OperatorSettings.Schema(
                            reference.toString(), SchemaFormats.mediaType(schema.format()), schema.content());
                })
                .toList();
    }

    /** @throws SchemaRegistryException where it cannot be had */
    SchemaRegistry.Schema schema(SchemaReference reference) {
        return services.schemaRegistry().get(reference.name(), reference.version(), SCHEMA_PATIENCE);
    }

    private static OperatorLog moduleLog(String node, DataflowProfile.LogLevel least, FlowLog log) {
        OperatorLog.Level bound = OperatorLog.Level.valueOf(least.name());
        return (level, operation, context, message) -> {
            if (level.compareTo(bound) >= 0) {
                log.add(level.name().toLowerCase(Locale.ROOT), node + "/" + operation, context + ": " + message);
            }
        };
    }

    static FlowException failed(Reason reason, RuntimeException cause) {
        return new FlowException(reason, String.valueOf(cause.getMessage()), cause);
    }
}
