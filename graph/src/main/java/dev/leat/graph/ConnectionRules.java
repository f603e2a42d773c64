package dev.leat.graph;

import dev.leat.graph.Draft.ConnectionDraft;
import dev.leat.graph.Wiring.Edge;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which connections there cannot be: into a source, out of a sink, twice, in a circle. */
final class ConnectionRules {

    /** A message names at most this many operations of a cycle. */
    private static final int MOST_NAMES = 12;

    private ConnectionRules() {}

    static void check(Wiring wiring, Findings findings) {
        wiring.edges().forEach(edge -> checkEnds(edge, wiring, findings));
        checkDuplicates(wiring, findings);
        wiring.digraph().cycles().forEach(cycle -> reportCycle(cycle, wiring, findings));
    }

    private static void checkEnds(Edge edge, Wiring wiring, Findings findings) {
        Text from = edge.connection().from().orElseThrow();
        Text to = edge.connection().to().orElseThrow();
        if (edge.from() == edge.to()) {
            findings.report(
                    GraphProblem.SELF_CONNECTION,
                    to.position(),
                    "The operation " + to.quoted() + " is connected to itself.",
                    "Remove the connection; graphs have no cycles.");
            return;
        }
        if (wiring.operation(edge.to()).is(OperationType.SOURCE)) {
            findings.report(
                    GraphProblem.INTO_SOURCE,
                    to.position(),
                    "This connection leads into the source " + to.quoted() + ".",
                    "Turn the connection round, or remove it.");
        }
        if (wiring.operation(edge.from()).is(OperationType.SINK)) {
            findings.report(
                    GraphProblem.OUT_OF_SINK,
                    from.position(),
                    "This connection leads out of the sink " + from.quoted() + ".",
                    "Connect from the operation before the sink, or remove the connection.");
        }
    }

    private static void checkDuplicates(Wiring wiring, Findings findings) {
        record Way(int from, Optional<Arm> arm, int to) {}
        Map<Way, ConnectionDraft> seen = new HashMap<>();
        for (Edge edge : wiring.edges()) {
            ConnectionDraft connection = edge.connection();
            ConnectionDraft first = seen.putIfAbsent(new Way(edge.from(), connection.arm(), edge.to()), connection);
            if (first != null) {
                findings.report(
                        GraphProblem.DUPLICATE_CONNECTION,
                        connection.position(),
                        "The connection from "
                                + wiring.name(edge.from()).quoted()
                                + connection
                                        .arm()
                                        .map(arm -> ", arm " + arm.spelling() + ",")
                                        .orElse("")
                                + " to " + wiring.name(edge.to()).quoted() + " is given already at line "
                                + first.position().line() + ".",
                        "Remove one of the two.");
            }
        }
    }

    private static void reportCycle(List<Integer> cycle, Wiring wiring, Findings findings) {
        int last = cycle.getLast();
        int first = cycle.getFirst();
        wiring.edges().stream()
                .filter(edge -> edge.from() == last && edge.to() == first)
                .findFirst()
                .ifPresent(edge -> findings.report(
                        GraphProblem.CYCLE,
                        edge.connection().to().orElseThrow().position(),
                        "Here a cycle closes: " + way(cycle, wiring) + ".",
                        "Remove one of these connections."));
    }

    private static String way(List<Integer> cycle, Wiring wiring) {
        Stream<String> names =
                cycle.stream().limit(MOST_NAMES).map(index -> wiring.name(index).quoted());
        Stream<String> left =
                cycle.size() > MOST_NAMES ? Stream.of((cycle.size() - MOST_NAMES) + " more") : Stream.empty();
        Stream<String> back = Stream.of(wiring.name(cycle.getFirst()).quoted());
        return Stream.of(names, left, back).flatMap(part -> part).collect(Collectors.joining(" -> "));
    }
}
