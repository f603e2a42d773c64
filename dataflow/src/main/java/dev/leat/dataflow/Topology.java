package dev.leat.dataflow;

import dev.leat.dataflow.Dataflow.Feed;
import dev.leat.dataflow.Dataflow.Kind;
import dev.leat.dataflow.Dataflow.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that operations and their inputs make a graph that can run, and puts each after those that feed it. */
final class Topology {

    private final Map<String, Operation> operations;
    private final Map<String, List<Feed>> feeds;

    Topology(Map<String, Operation> operations, Map<String, List<Feed>> feeds) {
        this.operations = operations;
        this.feeds = feeds;
    }

    /** Adds what is wrong to the findings; the result is of use only where there are none. */
    List<Operation> check(List<String> findings) {
        checkEnds(findings);
        List<Operation> ordered = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Operation operation : operations.values()) {
                List<Feed> inputs = feeds.getOrDefault(operation.name(), List.of());
                if (!placed.contains(operation.name())
                        && inputs.stream().allMatch(feed -> placed.contains(feed.from()))) {
                    placed.add(operation.name());
                    ordered.add(
                            new Operation(operation.name(), operation.kind(), operation.arms(), List.copyOf(inputs)));
                    progress = true;
                }
            }
        }
        List<String> circular = operations.keySet().stream()
                .filter(name -> !placed.contains(name))
                .toList();
        if (!circular.isEmpty()) {
            findings.add("there is a cycle through or before " + circular);
        }
        return ordered;
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
