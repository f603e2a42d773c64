package dev.leat.graph;

import dev.leat.graph.Draft.ConnectionDraft;
import dev.leat.graph.Draft.OperationDraft;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations of a draft and how they are connected, with names looked up. Making one reports names that are taken
 * twice or lead nowhere; a mistyped name is reported and then taken for what it was meant to be.
 */
final class Wiring {

    /** A connection with both ends, as indexes into the operations. */
    record Edge(ConnectionDraft connection, int from, int to) {}

    private final List<OperationDraft> operations = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();
    private final BitSet withUnknownInput = new BitSet();
    private final BitSet withUnknownOutput = new BitSet();
    private final boolean complete;
    private final Findings findings;

    Wiring(Draft draft, Findings findings) {
        this.complete = draft.complete();
        this.findings = findings;
        draft.operations().forEach(this::add);
        if (draft.operationsKnown()) {
            draft.connections().forEach(this::add);
        }
    }

    /** Whether the file was read to its end, so that something follows from what is not there. */
    boolean isComplete() {
        return complete;
    }

    /** The operations with a name, the first of each name. */
    List<OperationDraft> operations() {
        return operations;
    }

    OperationDraft operation(int index) {
        return operations.get(index);
    }

    Text name(int index) {
        return operations.get(index).name().orElseThrow();
    }

    Optional<Integer> index(String name) {
        return Optional.ofNullable(indexes.get(name));
    }

    /** The names of all operations, in the order of the file. */
    List<String> names() {
        return names;
    }

    /** The connections both of whose ends are known. */
    List<Edge> edges() {
        return edges;
    }

    /** Operations to which a connection leads whose other end is not known. */
    BitSet withUnknownInput() {
        return withUnknownInput;
    }

    /** Operations from which a connection leads whose other end is not known. */
    BitSet withUnknownOutput() {
        return withUnknownOutput;
    }

    /** The shape without connections that are wrong in themselves: to itself, into a source, out of a sink. */
    Digraph digraph() {
        Digraph digraph = new Digraph(operations.size());
        for (Edge edge : edges) {
            if (edge.from() != edge.to()
                    && !operation(edge.to()).is(OperationType.SOURCE)
                    && !operation(edge.from()).is(OperationType.SINK)) {
                digraph.connect(edge.from(), edge.to());
            }
        }
        return digraph;
    }

    private void add(OperationDraft operation) {
        operation.name().ifPresent(name -> {
            Integer first = indexes.putIfAbsent(name.value(), operations.size());
            if (first == null) {
                operations.add(operation);
                names.add(name.value());
                return;
            }
            findings.report(
                    GraphProblem.DUPLICATE_OPERATION,
                    name.position(),
                    "An operation named " + name.quoted() + " is listed already at line "
                            + name(first).position().line() + ".",
                    "Rename one of the two, and the connections that mean it.");
        });
    }

    private void add(ConnectionDraft connection) {
        Optional<Integer> from = connection.from().flatMap(name -> resolve("from", name));
        Optional<Integer> to = connection.to().flatMap(name -> resolve("to", name));
        if (from.isPresent() && to.isPresent()) {
            edges.add(new Edge(connection, from.get(), to.get()));
        } else {
            from.ifPresent(withUnknownOutput::set);
            to.ifPresent(withUnknownInput::set);
        }
    }

    private Optional<Integer> resolve(String key, Text name) {
        Optional<Integer> index = index(name.value());
        if (index.isPresent() || !complete) {
            return index;
        }
        findings.report(
                GraphProblem.UNKNOWN_OPERATION,
                name.position(),
                "'" + key + "' names the operation " + name.quoted() + ", which does not exist.",
                findings.nearest(name.value(), names)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Add the operation, or name one of those under 'operations'."));
        return findings.typoOf(name.value(), names).flatMap(this::index);
    }
}
