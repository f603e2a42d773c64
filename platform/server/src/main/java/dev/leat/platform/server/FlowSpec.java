package dev.leat.platform.server;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.resource.Annotation;
import dev.leat.graph.resource.Dataflow;
import dev.leat.graph.resource.DataflowEndpoint;
import dev.leat.graph.resource.DataflowGraph;
import dev.leat.graph.resource.DataflowProfile;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.Mode;
import dev.leat.graph.resource.NodeConnection;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.graph.resource.Resource;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceKind;
import dev.leat.graph.resource.ResourceMetadata;
import dev.leat.graph.resource.SerializationFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that a flow (a DataflowGraph, or a Dataflow, which is one without graphs) is made of: two that are equal run in the
 * same way.
 *
 * @param references what it refers to, and what that refers to: endpoints, registries, its profile, Secrets, ConfigMaps
 */
record FlowSpec(
        ResourceId id,
        Map<String, String> annotations,
        boolean enabled,
        boolean diskPersistence,
        String profile,
        List<GraphNode> nodes,
        List<NodeConnection> connections,
        boolean fileStores,
        Map<ResourceId, Resource> references) {

    private static final String SOURCE = "source";
    private static final String DESTINATION = "destination";

    FlowSpec {
        // What others note on a resource changes nothing here.
        annotations = annotations.entrySet().stream()
                .filter(annotation -> annotation.getKey().startsWith(Annotation.PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        nodes = List.copyOf(nodes);
        connections = List.copyOf(connections);
        references = Map.copyOf(references);
    }

    static boolean isFlow(ResourceKind kind) {
        return kind == ResourceKind.DATAFLOW_GRAPH || kind == ResourceKind.DATAFLOW;
    }

    /** @throws ServerException {@link ServerProblem#MISSING} where something that it refers to is not there */
    static FlowSpec of(Resource flow, Catalog catalog) {
        return switch (flow) {
            case DataflowGraph graph ->
                new FlowSpec(
                        graph.id(),
                        graph.metadata().annotations(),
                        graph.mode() == Mode.ENABLED,
                        graph.requestDiskPersistence(),
                        graph.profile().value(),
                        graph.nodes(),
                        graph.connections(),
                        !graph.fileStores().isEmpty(),
                        new References(catalog, graph.metadata().namespace()).of(graph.profile(), graph.nodes()));
            case Dataflow dataflow -> of(dataflow, catalog);
            default -> throw new IllegalArgumentException(flow.id() + " is no flow");
        };
    }

    private static FlowSpec of(Dataflow dataflow, Catalog catalog) {
        Position position = dataflow.metadata().name().position();
        Placed source = new Placed(SOURCE, position);
        Placed destination = new Placed(DESTINATION, position);
        List<GraphNode> nodes = List.of(
                new GraphNode.Source(source, dataflow.source()),
                new GraphNode.Destination(destination, dataflow.destination()));
        return new FlowSpec(
                dataflow.id(),
                dataflow.metadata().annotations(),
                dataflow.mode() == Mode.ENABLED,
                dataflow.requestDiskPersistence(),
                dataflow.profile().value(),
                nodes,
                List.of(new NodeConnection(
                        source, Optional.empty(), Optional.empty(), SerializationFormat.JSON, destination)),
                false,
                new References(catalog, dataflow.metadata().namespace()).of(dataflow.profile(), nodes));
    }

    /** How many instances run side by side. */
    int instances() {
        return reference(ResourceKind.DATAFLOW_PROFILE, profile)
                .map(DataflowProfile.class::cast)
                .map(DataflowProfile::instances)
                .orElse(1);
    }

    DataflowProfile.LogLevel logLevel() {
        return reference(ResourceKind.DATAFLOW_PROFILE, profile)
                .map(DataflowProfile.class::cast)
                .map(DataflowProfile::logLevel)
                .orElse(DataflowProfile.LogLevel.INFO);
    }

    /** An endpoint of one of its nodes. */
    DataflowEndpoint endpoint(Placed name) {
        return (DataflowEndpoint) reference(ResourceKind.DATAFLOW_ENDPOINT, name.value())
                .orElseGet(() -> Defaults.endpoint(id.namespace()));
    }

    /** The registry of one of its graphs. */
    RegistryEndpoint registry(Placed name) {
        return (RegistryEndpoint) reference(ResourceKind.REGISTRY_ENDPOINT, name.value())
                .orElseGet(() -> Defaults.registry(id.namespace()));
    }

    Optional<Resource> reference(ResourceKind kind, String name) {
        return Optional.ofNullable(references.get(new ResourceId(kind, id.namespace(), name)));
    }

    Optional<String> annotation(Annotation annotation) {
        return Optional.ofNullable(annotations.get(annotation.key()));
    }

    Optional<Duration> duration(Annotation annotation) {
        return annotation(annotation).flatMap(Annotation::duration);
    }

    List<GraphNode.Source> sources() {
        return only(GraphNode.Source.class);
    }

    List<GraphNode.Graph> graphs() {
        return only(GraphNode.Graph.class);
    }

    List<GraphNode.Destination> destinations() {
        return only(GraphNode.Destination.class);
    }

    private <T> List<T> only(Class<T> type) {
        return nodes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A short name that tells it from other flows, such as {@code temperature}, with the namespace unless it is the usual. */
    String label() {
        String name = id.kind() == ResourceKind.DATAFLOW ? "dataflow." + id.name() : id.name();
        return id.namespace().equals(ResourceMetadata.DEFAULT_NAMESPACE) ? name : id.namespace() + "." + name;
    }

    /** Gathers what a flow refers to. */
    private static final class References {

        private final Catalog catalog;
        private final String namespace;
        private final Map<ResourceId, Resource> found = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();

        References(Catalog catalog, String namespace) {
            this.catalog = catalog;
            this.namespace = namespace;
        }

        Map<ResourceId, Resource> of(Placed profile, List<GraphNode> nodes) {
            require(ResourceKind.DATAFLOW_PROFILE, profile, DataflowProfile.DEFAULT_NAME);
            for (GraphNode node : nodes) {
                switch (node) {
                    case GraphNode.Source source -> endpoint(source.settings().endpoint());
                    case GraphNode.Destination destination ->
                        endpoint(destination.settings().endpoint());
                    case GraphNode.Graph graph -> registry(graph.registryEndpoint());
                }
            }
            if (!missing.isEmpty()) {
                throw new ServerException(ServerProblem.MISSING, String.join("; ", missing));
            }
            return found;
        }

        private void endpoint(Placed name) {
            require(ResourceKind.DATAFLOW_ENDPOINT, name, DataflowEndpoint.DEFAULT_NAME)
                    .map(DataflowEndpoint.class::cast)
                    .ifPresent(endpoint -> Secrets.namesIn(endpoint.settings()).forEach(this::optional));
        }

        private void registry(Placed name) {
            require(ResourceKind.REGISTRY_ENDPOINT, name, RegistryEndpoint.DEFAULT_NAME)
                    .map(RegistryEndpoint.class::cast)
                    .ifPresent(registry -> Secrets.namesIn(registry).forEach(this::optional));
        }

        /** One of the name that always exists need not be written. */
        private Optional<Resource> require(ResourceKind kind, Placed name, String always) {
            ResourceId id = new ResourceId(kind, namespace, name.value());
            Optional<Resource> resource = catalog.resource(id);
            resource.ifPresent(known -> found.put(id, known));
            if (resource.isEmpty() && !name.value().equals(always)) {
                missing.add(name.position() + ": there is no " + id
                        + (catalog.entry(id).isPresent() ? " without errors" : ""));
            }
            return resource;
        }

        /** Files and the environment may have it, too, which shows when it is needed. */
        private void optional(Secrets.Name name) {
            ResourceId id = new ResourceId(name.kind(), namespace, name.name());
            catalog.resource(id).ifPresent(known -> found.put(id, known));
        }
    }
}
