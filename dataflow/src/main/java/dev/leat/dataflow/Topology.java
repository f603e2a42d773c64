package dev.leat.dataflow;

import dev.leat.dataflow.Dataflow.Feed;
import dev.leat.dataflow.Dataflow.Kind;
import dev.leat.dataflow.Dataflow.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that operations and their inputs make a graph that can run, and puts each after those that feed it. */
final class Topology {

    private final Map<String, Operation> operations;
    private final Map<String, Set<Feed>> feeds;

    Topology(Map<String, Operation> operations, Map<String, Set<Feed>> feeds) {
        this.operations = operations;
        this.feeds = feeds;
    }

    /** Adds what is wrong to the findings; the result is of use only where there are none. */
    List<Operation> check(List<String> findings) {
        checkEnds(findings);
        Map<String, Integer> passes = passes();
        List<String> circular = operations.keySet().stream()
                .filter(name -> !passes.containsKey(name))
                .toList();
        if (!circular.isEmpty()) {
            findings.add("there is a cycle through or before " + circular);
        }
        return operations.values().stream()
                .filter(operation -> passes.containsKey(operation.name()))
                .sorted(Comparator.comparing(operation -> passes.getOrDefault(operation.name(), 0)))
                .map(operation -> new Operation(
                        operation.name(), operation.kind(), operation.arms(), List.copyOf(feedsOf(operation.name()))))
                .toList();
    }

    private Set<Feed> feedsOf(String name) {
        return feeds.getOrDefault(name, Set.of());
    }

    /**
     * In which pass over the operations, as they were given, each has all that feeds it before it, the first being 0; none
     * for those in or behind a cycle.
     */
    private Map<String, Integer> passes() {
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> waitingFor = new HashMap<>();
        Map<String, List<String>> feeding = new HashMap<>();
        Map<String, Integer> least = new HashMap<>();
        Map<String, Integer> passes = new HashMap<>();
        Deque<String> free = new ArrayDeque<>();
        for (String name : operations.keySet()) {
            places.put(name, places.size());
            Set<Feed> inputs = feedsOf(name);
            inputs.forEach(feed -> feeding.computeIfAbsent(feed.from(), from -> new ArrayList<>())
                    .add(name));
            waitingFor.put(name, inputs.size());
            if (inputs.isEmpty()) {
                free.add(name);
            }
        }
        while (!free.isEmpty()) {
            String name = free.remove();
            int pass = least.getOrDefault(name, 0);
            passes.put(name, pass);
            for (String to : feeding.getOrDefault(name, List.of())) {
                boolean isBefore = places.getOrDefault(to, 0) < places.getOrDefault(name, 0);
                least.merge(to, isBefore ? pass + 1 : pass, Math::max);
                if (waitingFor.merge(to, -1, Integer::sum) == 0) {
                    free.add(to);
                }
            }
        }
        return passes;
    }

    private void checkEnds(List<String> findings) {
        Set<String> feeding = new HashSet<>();
        feeds.values().forEach(inputs -> inputs.forEach(feed -> feeding.add(feed.from())));
        boolean hasSource = false;
        for (Operation operation : operations.values()) {
            boolean isSource = operation.kind() instanceof Kind.OfSource;
            hasSource |= isSource;
            if (isSource && !feeding.contains(operation.name())) {
                findings.add("source '" + operation.name() + "' leads nowhere");
            }
            if (!isSource && !feeds.containsKey(operation.name())) {
                findings.add("'" + operation.name() + "' has no input");
            }
        }
        if (!hasSource) {
            findings.add("there is no source");
        }
    }
}
