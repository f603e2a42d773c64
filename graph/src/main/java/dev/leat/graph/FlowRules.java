package dev.leat.graph;

import dev.leat.graph.Draft.OperationDraft;
import dev.leat.graph.Wiring.Edge;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Whether data comes to every operation and gets out of it again, and how many inputs it has. */
final class FlowRules {

    private final Wiring wiring;
    private final Findings findings;

    private FlowRules(Wiring wiring, Findings findings) {
        this.wiring = wiring;
        this.findings = findings;
    }

    static void check(Wiring wiring, Findings findings) {
        FlowRules rules = new FlowRules(wiring, findings);
        Digraph digraph = wiring.digraph();
        rules.checkReachable(digraph);
        rules.checkDeadEnds();
        rules.checkInputs();
    }

    /** Names the first operation of each stretch that no data reaches; the rest follows from it. */
    private void checkReachable(Digraph digraph) {
        BitSet starts = (BitSet) wiring.withUnknownInput().clone();
        for (int index = 0; index < digraph.size(); index++) {
            OperationDraft operation = wiring.operation(index);
            if (operation.is(OperationType.SOURCE) || operation.type().isEmpty()) {
                starts.set(index);
            }
        }
        if (starts.isEmpty()) {
            return;
        }
        BitSet unreached = digraph.reachableFrom(starts);
        unreached.flip(0, digraph.size());
        BitSet fed = new BitSet();
        unreached.stream().forEach(index -> digraph.successors(index).forEach(fed::set));
        BitSet heads = (BitSet) unreached.clone();
        heads.andNot(fed);
        heads.stream().forEach(head -> reportUnreachable(head, digraph, unreached));
    }

    private void reportUnreachable(int head, Digraph digraph, BitSet unreached) {
        BitSet start = new BitSet();
        start.set(head);
        BitSet behind = digraph.reachableFrom(start);
        behind.and(unreached);
        int others = behind.cardinality() - 1;
        Text name = wiring.name(head);
        findings.report(
                GraphProblem.UNREACHABLE,
                name.position(),
                "No data reaches the operation " + name.quoted()
                        + (others == 0 ? "" : ", nor the " + others + " behind it") + ".",
                "Connect it to an operation that a source feeds, or remove it.");
    }

    private void checkDeadEnds() {
        BitSet withOutput = (BitSet) wiring.withUnknownOutput().clone();
        wiring.edges().forEach(edge -> withOutput.set(edge.from()));
        for (int index = 0; index < wiring.operations().size(); index++) {
            OperationDraft operation = wiring.operation(index);
            if (!withOutput.get(index) && operation.type().isPresent() && !operation.is(OperationType.SINK)) {
                Text name = wiring.name(index);
                findings.report(
                        GraphProblem.DEAD_END,
                        name.position(),
                        "Nothing takes what the operation " + name.quoted() + " puts out; it is lost.",
                        "Connect it towards the sink, or remove it.");
            }
        }
    }

    private void checkInputs() {
        List<List<Edge>> inputs = new ArrayList<>();
        wiring.operations().forEach(operation -> inputs.add(new ArrayList<>()));
        wiring.edges().forEach(edge -> inputs.get(edge.to()).add(edge));
        for (int index = 0; index < inputs.size(); index++) {
            OperationDraft operation = wiring.operation(index);
            Text name = wiring.name(index);
            int count = inputs.get(index).size();
            if (operation.is(OperationType.CONCATENATE)) {
                if (count == 1 && !wiring.withUnknownInput().get(index)) {
                    findings.report(
                            GraphProblem.CONCATENATE_OF_ONE,
                            name.position(),
                            "The concatenate " + name.quoted() + " has one input only.",
                            "Connect the other inputs, or remove the concatenate.");
                }
            } else if (count > 1 && !operation.is(OperationType.SOURCE)) {
                findings.report(
                        GraphProblem.SEVERAL_INPUTS,
                        inputs.get(index).get(1).connection().to().orElseThrow().position(),
                        "The operation " + name.quoted() + " has " + count
                                + " inputs; they are merged as a concatenate would.",
                        "Nothing to do; a concatenate before it says the same more clearly.");
            }
        }
    }
}
