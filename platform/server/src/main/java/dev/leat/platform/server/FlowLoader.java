package dev.leat.platform.server;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitionException;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.ModuleReference;
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
import dev.leat.platform.server.Artifacts.Wanted;
import dev.leat.platform.server.LoadedFlow.Pin;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphException;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.ModuleFinder;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.schema.SchemaFormats;
import dev.leat.service.telemetry.LeveledLog;
import dev.leat.service.telemetry.ModuleTelemetry;
import dev.leat.service.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/** Gets what flows need: definitions, modules, schemas. Safe for use by several threads. */
final class FlowLoader {

    private static final Duration SCHEMA_PATIENCE = Duration.ofSeconds(10);

    private final Leat leat;
    private final Artifacts artifacts;
    private final HostServices services;
    private final Optional<Telemetry> telemetry;

    /** @param services what modules may call; each flow's own log takes the place of theirs */
    FlowLoader(Leat leat, Artifacts artifacts, HostServices services, Optional<Telemetry> telemetry) {
        this.leat = leat;
        this.artifacts = artifacts;
        this.services = services;
        this.telemetry = telemetry;
    }

    /**
     * What a flow needs, here and ready to be compiled.
     *
     * @param definitions by the names of the graphs' nodes
     * @param isKept whether nobody was asked what some references lead to now
     */
    record Fetched(FlowSpec spec, Map<String, GraphDefinition> definitions, List<Pin> pins, boolean isKept) {

        PinnedArtifact module(GraphNode.Graph node, ModuleReference reference) {
            return pins.stream()
                    .filter(pin ->
                            pin.node().equals(node) && pin.wanted().equals(Wanted.module(reference, node.artifact())))
                    .findFirst()
                    .orElseThrow()
                    .artifact();
        }
    }

    /**
     * Gets definitions and modules here. Waits for registries; where one is away, what was kept takes its place.
     *
     * @param soon whether what was kept counts where it is here, without a question to anybody: tags are followed then
     * @throws FlowException where something is missing or wrong
     */
    Fetched fetch(FlowSpec spec, KeptPins kept, FlowLog log, boolean soon) {
        if (spec.fileStores()) {
            throw failed(
                    Reason.CONFIGURATION_FAILED,
                    new ServerException(ServerProblem.NOT_RUN, "leat serve does not give modules 'fileStores'"));
        }
        Map<String, GraphDefinition> definitions = new LinkedHashMap<>();
        List<Pin> pins = new ArrayList<>();
        List<PinnedArtifact> sound = new ArrayList<>();
        BiFunction<GraphNode.Graph, Wanted, PinnedArtifact> pin = (node, wanted) -> {
            RegistryEndpoint of = spec.registry(node.registryEndpoint());
            Optional<PinnedArtifact> here =
                    kept.find(of.host().value(), wanted).filter(known -> soon && artifacts.isKept(spec, of, known));
            here.ifPresent(sound::add);
            PinnedArtifact pinned = here.orElseGet(() -> find(spec, of, wanted, kept, log));
            pins.add(new Pin(node, wanted, pinned));
            return pinned;
        };
        for (GraphNode.Graph node : spec.graphs()) {
            RegistryEndpoint registry = spec.registry(node.registryEndpoint());
            try {
                GraphDefinition definition =
                        definition(spec, node, pin.apply(node, Wanted.definition(node.artifact())));
                definitions.put(node.name().value(), definition);
                for (ModuleReference module :
                        new LinkedHashSet<>(definition.modules().values())) {
                    PinnedArtifact found = pin.apply(node, Wanted.module(module, node.artifact()));
                    if (!sound.contains(found)) {
                        var unused = artifacts.read(spec, registry, found);
                    }
                }
            } catch (ServerException missing) {
                throw failed(
                        switch (missing.problem()) {
                            case ARTIFACT_TIMEOUT -> Reason.MODULE_DOWNLOAD_TIMEOUT;
                            case ARTIFACT, REGISTRY, SIGNATURE -> Reason.MODULE_DOWNLOAD_FAILED;
                            default -> Reason.CONFIGURATION_FAILED;
                        },
                        missing);
            }
        }
        return new Fetched(spec, definitions, pins, !sound.isEmpty());
    }

    private PinnedArtifact find(FlowSpec spec, RegistryEndpoint registry, Wanted wanted, KeptPins kept, FlowLog log) {
        try {
            PinnedArtifact found = artifacts.find(spec, registry, wanted);
            Optional<PinnedArtifact> before = found.isSample()
                    ? kept.find(registry.host().value(), wanted).filter(known -> !known.isSample())
                    : Optional.empty();
            before.ifPresent(known -> log.warn(
                    "",
                    wanted.reference() + " is gone from the registry; what it was at the last start is taken, "
                            + known.digest()));
            if (found.isSample() && before.isEmpty()) {
                log.info(wanted.reference() + " is Leat's sample: the registry has none");
            }
            return before.orElse(found);
        } catch (ServerException away) {
            // What was here once runs on, whether the registry is away, has lost it, or does not let us in any more.
            if (away.problem() == ServerProblem.SIGNATURE) {
                throw away;
            }
            PinnedArtifact before = kept.find(registry.host().value(), wanted).orElseThrow(() -> away);
            log.warn(
                    "",
                    wanted.reference() + " is what it was at the last start, " + before.digest() + ": "
                            + away.getMessage());
            return before;
        }
    }

    private GraphDefinition definition(FlowSpec spec, GraphNode.Graph node, PinnedArtifact pinned) {
        RegistryEndpoint registry = spec.registry(node.registryEndpoint());
        try {
            return GraphDefinitions.read(pinned.place(), artifacts.read(spec, registry, pinned))
                    .orThrow();
        } catch (GraphDefinitionException wrong) {
            throw new ServerException(
                    ServerProblem.DEFINITION, node.artifact() + " has errors:\n" + wrong.getMessage(), wrong);
        }
    }

    /**
     * Compiles what was fetched: takes all of a core.
     *
     * @throws FlowException where something is wrong
     */
    LoadedFlow load(Fetched fetched, FlowLog log) {
        Map<String, Graph> graphs = new LinkedHashMap<>();
        for (GraphNode.Graph node : fetched.spec().graphs()) {
            graphs.put(node.name().value(), load(fetched, node, log));
        }
        return new LoadedFlow(fetched.spec(), graphs, fetched.pins());
    }

    private Graph load(Fetched fetched, GraphNode.Graph node, FlowLog log) {
        FlowSpec spec = fetched.spec();
        RegistryEndpoint registry = spec.registry(node.registryEndpoint());
        try {
            return leat.graph(
                    Objects.requireNonNull(fetched.definitions().get(node.name().value())),
                    reference -> {
                        PinnedArtifact module = fetched.module(node, reference);
                        return new ModuleFinder.Found(module.place(), artifacts.read(spec, registry, module));
                    },
                    options(fetched, node, log));
        } catch (ServerException gone) {
            throw failed(Reason.MODULE_DOWNLOAD_FAILED, gone);
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

    /** What its references lead to now, in the order of its pins. Waits for registries. */
    List<String> digests(LoadedFlow loaded) {
        List<String> digests = new ArrayList<>();
        for (Pin pin : loaded.pins()) {
            if (pin.wanted().reference().digest().isPresent()) {
                digests.add(pin.artifact().digest());
                continue;
            }
            RegistryEndpoint registry = loaded.spec().registry(pin.node().registryEndpoint());
            PinnedArtifact now = artifacts.find(loaded.spec(), registry, pin.wanted());
            if (now.isSample() && !pin.artifact().isSample()) {
                throw new ServerException(
                        ServerProblem.ARTIFACT,
                        pin.wanted().reference() + " is gone from "
                                + pin.artifact().place() + "; Leat's sample of that name does not take its place");
            }
            digests.add(now.digest());
        }
        return digests;
    }

    static List<String> digestsOf(List<Pin> pins) {
        return pins.stream().map(pin -> pin.artifact().digest()).toList();
    }

    private GraphOptions options(Fetched fetched, GraphNode.Graph node, FlowLog log) {
        FlowSpec spec = fetched.spec();
        GraphOptions options = GraphOptions.DEFAULT
                .withSettings(node.settings())
                .withSchemas(schemas(spec, node))
                .withServices(services);
        String name = node.name().value();
        OperatorLog written = moduleLog(name, log);
        OperatorLog.Level least = OperatorLog.Level.valueOf(spec.logLevel().name());
        if (telemetry.isEmpty()) {
            return options.withLog(new LeveledLog(least, Map.of(), written));
        }
        GraphDefinition definition =
                Objects.requireNonNull(fetched.definitions().get(name));
        ModuleTelemetry modules = telemetry.get().modules(spec.label(), name + "/", LoadedFlow.modules("", definition));
        return options.withMetrics(modules.metrics()).withLog(new LeveledLog(least, Map.of(), modules.log(written)));
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

    private static OperatorLog moduleLog(String node, FlowLog log) {
        return (level, operation, context, message) ->
                log.add(level.name().toLowerCase(Locale.ROOT), node + "/" + operation, context + ": " + message);
    }

    static FlowException failed(Reason reason, RuntimeException cause) {
        return new FlowException(reason, String.valueOf(cause.getMessage()), cause);
    }
}
