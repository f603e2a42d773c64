package dev.leat.service.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What telemetry has to know of a graph.
 *
 * @param name of the graph
 * @param modules which module each operation runs, by the operation's name
 * @param sources the names of its sources
 * @param sinks the names of its sinks
 */
public record GraphShape(String name, Map<String, String> modules, Set<String> sources, Set<String> sinks) {

    public GraphShape {
        modules = Map.copyOf(new LinkedHashMap<>(modules));
        sources = Set.copyOf(sources);
        sinks = Set.copyOf(sinks);
    }
}
