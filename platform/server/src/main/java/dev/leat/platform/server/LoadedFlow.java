package dev.leat.platform.server;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.OperationType;
import dev.leat.graph.resource.GraphNode;
import dev.leat.runtime.Graph;
import dev.leat.service.telemetry.GraphShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** How many run side by side: windows need all messages, so that of a flow with windows there is one. */
    int instances() {
        return isStateful() ? 1 : spec.instances();
    }

    /** What its telemetry has to know. */
    GraphShape shape(String name) {
        Map<String, String> modules = new LinkedHashMap<>();
        graphs.forEach((node, graph) -> modules.putAll(modules(node + "/", graph.definition())));
        return new GraphShape(name, modules, names(spec.sources()), names(spec.destinations()));
    }

    /** The module of each operation that has one. */
    static Map<String, String> modules(String prefix, GraphDefinition definition) {
        Map<String, String> modules = new LinkedHashMap<>();
        definition.modules().forEach((operation, module) -> modules.put(prefix + operation, module.toString()));
        return modules;
    }

    private static Set<String> names(List<? extends GraphNode> nodes) {
        return nodes.stream().map(node -> node.name().value()).collect(Collectors.toSet());
    }

    List<PinnedArtifact> artifacts() {
        return pins.stream().map(Pin::artifact).distinct().toList();
    }
}
