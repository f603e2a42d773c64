package dev.leat.graph.resource;

import java.util.List;
import java.util.Optional;

/**
 * Sources, graphs and destinations, and the way between them.
 *
 * @param profile the DataflowProfile that it belongs to: {@code profileRef}, its owner or, in Bicep, its parent
 * @param requestDiskPersistence whether the broker is asked to keep the subscriptions' queues on disk
 * @param nodes at least one source and one destination; names are unique
 * @param connections without cycles; both ends are nodes
 */
public record DataflowGraph(
        ResourceMetadata metadata,
        Mode mode,
        Placed profile,
        boolean requestDiskPersistence,
        List<GraphNode> nodes,
        List<NodeConnection> connections,
        List<FileStore> fileStores)
        implements Resource {

    public DataflowGraph {
        nodes = List.copyOf(nodes);
        connections = List.copyOf(connections);
        fileStores = List.copyOf(fileStores);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.DATAFLOW_GRAPH;
    }

    /** The node with this name. */
    public Optional<GraphNode> node(String name) {
        return nodes.stream().filter(node -> node.name().value().equals(name)).findFirst();
    }

    public List<GraphNode.Source> sources() {
        return only(GraphNode.Source.class);
    }

    public List<GraphNode.Graph> graphs() {
        return only(GraphNode.Graph.class);
    }

    public List<GraphNode.Destination> destinations() {
        return only(GraphNode.Destination.class);
    }

    private <T> List<T> only(Class<T> type) {
        return nodes.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
