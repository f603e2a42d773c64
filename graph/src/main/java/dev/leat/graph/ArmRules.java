package dev.leat.graph;

import dev.leat.graph.Draft.ConnectionDraft;
import dev.leat.graph.Wiring.Edge;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Connections out of a branch name an arm, others do not, and both arms lead somewhere. */
final class ArmRules {

    private ArmRules() {}

    static void check(Wiring wiring, Findings findings) {
        Map<Integer, List<ConnectionDraft>> outOfBranches = new HashMap<>();
        for (Edge edge : wiring.edges()) {
            ConnectionDraft connection = edge.connection();
            if (wiring.operation(edge.from()).is(OperationType.BRANCH)) {
                outOfBranches
                        .computeIfAbsent(edge.from(), from -> new ArrayList<>())
                        .add(connection);
                checkHasArm(connection, wiring, findings);
            } else if (wiring.operation(edge.from()).type().isPresent()) {
                checkHasNoArm(connection, edge, wiring, findings);
            }
        }
        outOfBranches.forEach((branch, connections) -> {
            if (wiring.isComplete() && !wiring.withUnknownOutput().get(branch)) {
                checkBothArms(wiring.name(branch), connections, findings);
            }
        });
    }

    private static void checkHasArm(ConnectionDraft connection, Wiring wiring, Findings findings) {
        if (connection.armGiven().isEmpty() && wiring.isComplete()) {
            Text from = connection.from().orElseThrow();
            findings.report(
                    GraphProblem.ARM_MISSING,
                    from.position(),
                    "This connection does not say which arm of the branch " + from.quoted() + " it takes.",
                    "Add 'arm: \"True\"' or 'arm: \"False\"' below 'name'.");
        }
    }

    private static void checkHasNoArm(ConnectionDraft connection, Edge edge, Wiring wiring, Findings findings) {
        connection
                .armGiven()
                .ifPresent(position -> findings.report(
                        GraphProblem.ARM_NOT_ON_BRANCH,
                        position,
                        "The operation " + wiring.name(edge.from()).quoted() + " has no arms: it is a "
                                + wiring.operation(edge.from())
                                        .type()
                                        .orElseThrow()
                                        .spelling() + ", not a branch.",
                        "Remove 'arm', or correct the operation's type."));
    }

    /** Where an arm is missing or unreadable, that was reported, and nothing can be said about the other. */
    private static void checkBothArms(Text branch, List<ConnectionDraft> connections, Findings findings) {
        if (connections.stream().anyMatch(connection -> connection.arm().isEmpty())) {
            return;
        }
        Set<Arm> unused = EnumSet.allOf(Arm.class);
        connections.forEach(connection -> connection.arm().ifPresent(unused::remove));
        unused.forEach(arm -> findings.report(
                GraphProblem.ARM_UNUSED,
                branch.position(),
                "The arm " + arm.spelling() + " of the branch " + branch.quoted()
                        + " is not connected; records that take it are dropped.",
                "Connect the arm; or use a filter if dropping is meant."));
    }
}
