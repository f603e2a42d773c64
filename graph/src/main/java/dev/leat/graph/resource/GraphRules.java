package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.resource.NodeDraft.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules about how the nodes and connections of a DataflowGraph fit together. */
final class GraphRules {

    /** A connection whose both ends are known. */
    private record Edge(int from, int to, ConnectionDraft connection) {}

    private final List<NodeDraft> nodes;
    private final List<ConnectionDraft> connections;
    private final boolean connectionsKnown;
    private final Position nodesPosition;
    private final Context context;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final boolean namesKnown;

    GraphRules(
            List<NodeDraft> nodes,
            List<ConnectionDraft> connections,
            boolean connectionsKnown,
            Position nodesPosition,
            Context context) {
        this.nodes = nodes;
        this.connections = connections;
        this.connectionsKnown = connectionsKnown;
        this.nodesPosition = nodesPosition;
        this.context = context;
        this.namesKnown = nodes.stream().allMatch(node -> node.name().isPresent());
    }

    void check() {
        for (int number = 0; number < nodes.size(); number++) {
            file(number);
        }
        boolean typesKnown = nodes.stream().allMatch(node -> node.type().isPresent());
        if (typesKnown && context.complete()) {
            requireOne(Type.SOURCE, ResourceProblem.NO_SOURCE);
            requireOne(Type.DESTINATION, ResourceProblem.NO_DESTINATION);
        }
        boolean hasBoth = has(Type.SOURCE) && has(Type.DESTINATION);
        boolean endsKnown = true;
        List<Edge> edges = new ArrayList<>();
        for (ConnectionDraft connection : connections) {
            Optional<Integer> from = end(connection.from(), "from");
            Optional<Integer> to = end(connection.to(), "to");
            endsKnown &= from.isPresent() && to.isPresent();
            if (from.isPresent() && to.isPresent()) {
                edges.add(new Edge(from.get(), to.get(), connection));
            }
        }
        edges.forEach(this::checkOutput);
        boolean allowed = true;
        for (Edge edge : edges) {
            allowed &= isAllowed(edge);
        }
        reportDuplicates(edges);
        if (allowed) {
            reportCycle(edges);
        }
        boolean eachKnown = namesKnown && numbers.size() == nodes.size();
        if (hasBoth && endsKnown && allowed && eachKnown && connectionsKnown && context.complete()) {
            reportUnconnected(edges);
        }
    }

    private void file(int number) {
        Optional<Placed> name = nodes.get(number).name();
        if (name.isEmpty()) {
            return;
        }
        Integer first = numbers.putIfAbsent(name.get().value(), number);
        if (first != null) {
            context.report(
                    ResourceProblem.DUPLICATE_NODE,
                    name.get().position(),
                    "The name " + name.get().quoted() + " is taken by the node at line "
                            + nodes.get(first).position().line() + ".",
                    "Rename one of the two.");
        }
    }

    private boolean has(Type type) {
        return nodes.stream().anyMatch(node -> node.is(type));
    }

    private void requireOne(Type type, ResourceProblem problem) {
        if (!has(type)) {
            context.report(
                    problem,
                    nodesPosition,
                    "The graph has no node of type " + type.spelling() + ".",
                    "Add one with '" + type.settingsKey() + "'.");
        }
    }

    private Optional<Integer> end(Optional<Placed> name, String key) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Integer number = numbers.get(name.get().value());
        if (number != null) {
            return Optional.of(number);
        }
        if (context.complete() && namesKnown) {
            context.report(
                    ResourceProblem.UNKNOWN_NODE,
                    name.get().position(),
                    "'" + key + "' names the node " + name.get().quoted() + ", which does not exist.",
                    context.findings()
                            .nearest(name.get().value(), numbers.keySet())
                            .map(near -> "Did you mean " + Quote.of(near) + "?")
                            .orElse("Write the name of a node."));
        }
        return context.findings().typoOf(name.get().value(), numbers.keySet()).map(numbers::get);
    }

    private void checkOutput(Edge edge) {
        Optional<Type> type = nodes.get(edge.from()).type();
        if (edge.connection().outputPosition().isPresent() && type.isPresent() && type.get() != Type.GRAPH) {
            context.report(
                    ResourceProblem.BAD_ARM,
                    edge.connection().outputPosition().get(),
                    "A node of type " + type.get().spelling() + " has no arms.",
                    "Remove the arm.");
        }
    }

    private boolean isAllowed(Edge edge) {
        Placed to = edge.connection().to().orElseThrow();
        Placed from = edge.connection().from().orElseThrow();
        if (edge.from() == edge.to()) {
            context.report(
                    ResourceProblem.CYCLE,
                    to.position(),
                    "The node " + to.quoted() + " is connected to itself.",
                    "Remove the connection.");
            return false;
        }
        if (nodes.get(edge.from()).is(Type.DESTINATION)) {
            forbidden(from, "Nothing leads out of the destination " + from.quoted() + ".");
            return false;
        }
        if (nodes.get(edge.to()).is(Type.SOURCE)) {
            forbidden(to, "Nothing leads into the source " + to.quoted() + ".");
            return false;
        }
        return true;
    }

    private void forbidden(Placed end, String message) {
        context.report(
                ResourceProblem.FORBIDDEN_CONNECTION,
                end.position(),
                message,
                "Turn the connection round, or remove it.");
    }

    private void reportDuplicates(List<Edge> edges) {
        record Ends(int from, Optional<String> output, int to) {}
        Set<Ends> seen = new HashSet<>();
        for (Edge edge : edges) {
            if (!seen.add(new Ends(edge.from(), edge.connection().output(), edge.to()))) {
                context.report(
                        ResourceProblem.DUPLICATE_CONNECTION,
                        edge.connection().position(),
                        "The same connection is given already; data would go there twice.",
                        "Remove one of the two.");
            }
        }
    }

    /** Takes away what nothing leads into, again and again; what is left are cycles, and what hangs behind them. */
    private void reportCycle(List<Edge> edges) {
        int[] inputs = new int[nodes.size()];
        List<List<Integer>> successors = new ArrayList<>();
        nodes.forEach(node -> successors.add(new ArrayList<>()));
        for (Edge edge : edges) {
            inputs[edge.to()]++;
            successors.get(edge.from()).add(edge.to());
        }
        Deque<Integer> free = new ArrayDeque<>();
        for (int number = 0; number < inputs.length; number++) {
            if (inputs[number] == 0) {
                free.add(number);
            }
        }
        BitSet done = new BitSet();
        while (!free.isEmpty()) {
            int number = free.remove();
            done.set(number);
            for (int successor : successors.get(number)) {
                inputs[successor]--;
                if (inputs[successor] == 0) {
                    free.add(successor);
                }
            }
        }
        Map<Integer, Edge> into = new LinkedHashMap<>();
        edges.stream()
                .filter(edge -> !done.get(edge.from()) && !done.get(edge.to()))
                .forEach(edge -> into.putIfAbsent(edge.to(), edge));
        if (!into.isEmpty()) {
            reportCycle(into);
        }
    }

    /**
     * Each node that is left has one before it: going back long enough, one comes round. Of the connections of the way round,
     * the last in the file is named: most likely it came last.
     */
    private void reportCycle(Map<Integer, Edge> into) {
        Set<Integer> passed = new HashSet<>();
        Edge edge = into.values().iterator().next();
        while (passed.add(edge.to())) {
            edge = before(edge, into);
        }
        Edge last = edge;
        for (Edge other = before(edge, into); other != edge; other = before(other, into)) {
            last = other.connection().position().compareTo(last.connection().position()) > 0 ? other : last;
        }
        Placed to = last.connection().to().orElseThrow();
        context.report(
                ResourceProblem.CYCLE,
                to.position(),
                "Connections lead from the node " + to.quoted() + " back to it.",
                "Remove one of them.");
    }

    private static Edge before(Edge edge, Map<Integer, Edge> into) {
        return Optional.ofNullable(into.get(edge.from())).orElseThrow();
    }

    private void reportUnconnected(List<Edge> edges) {
        BitSet fed = new BitSet();
        BitSet read = new BitSet();
        edges.forEach(edge -> fed.set(edge.to()));
        edges.forEach(edge -> read.set(edge.from()));
        for (int number = 0; number < nodes.size(); number++) {
            NodeDraft node = nodes.get(number);
            boolean lacksInput = !node.is(Type.SOURCE) && !fed.get(number);
            boolean lacksOutput = !node.is(Type.DESTINATION) && !read.get(number);
            if (node.type().isPresent() && (lacksInput || lacksOutput)) {
                Placed name = node.name().orElseThrow();
                context.report(
                        ResourceProblem.UNCONNECTED_NODE,
                        name.position(),
                        (lacksInput ? "No data reaches" : "No data leaves") + " the node " + name.quoted() + ".",
                        "Connect it in 'nodeConnections', or remove it.");
            }
        }
    }
}
