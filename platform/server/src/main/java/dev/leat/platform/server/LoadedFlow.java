package dev.leat.platform.server;

import dev.leat.graph.OperationType;
import dev.leat.graph.resource.GraphNode;
import dev.leat.runtime.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flow with everything there that it needs to start.
 *
 * @param graphs by the names of their nodes
 * @param pins what its references led to when it was loaded
 */
record LoadedFlow(FlowSpec spec, Map<String, Graph> graphs, List<Pin> pins) {

    /** What one of its graphs wanted, and what that led to. */
    record Pin(GraphNode.Graph node, Artifacts.Wanted wanted, PinnedArtifact artifact) {}

    LoadedFlow {
        graphs = Map.copyOf(new LinkedHashMap<>(graphs));
        pins = List.copyOf(pins);
    }

    /** Whether it holds records for longer than it takes to process them. */
    boolean isStateful() {
        return graphs.values().stream()
                .anyMatch(graph ->
                        !graph.definition().operations(OperationType.ACCUMULATE).isEmpty());
    }

    List<PinnedArtifact> artifacts() {
        return pins.stream().map(Pin::artifact).distinct().toList();
    }
}
