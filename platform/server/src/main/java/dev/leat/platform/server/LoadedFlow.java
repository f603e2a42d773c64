package dev.leat.platform.server;

import dev.leat.graph.ModuleReference;
import dev.leat.graph.OperationType;
import dev.leat.graph.resource.GraphNode;
import dev.leat.runtime.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flow with everything there that it needs to start.
 *
 * @param graphs by the names of their nodes
 * @param pins what its references led to when it was loaded
 */
record LoadedFlow(FlowSpec spec, Map<String, Graph> graphs, List<Pin> pins) {

    /** @param beside the definition that names it, where it is a module's */
    record Pin(
            GraphNode.Graph node,
            ModuleReference reference,
            Optional<ModuleReference> beside,
            PinnedArtifact artifact) {}

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
