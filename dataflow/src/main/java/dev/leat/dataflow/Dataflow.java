package dev.leat.dataflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable graph of named operations, without cycles: what a {@link Worker} runs a replica of.
 *
 * <p>Operations are given as suppliers, since each worker makes its own, on its own thread.
 *
 * <pre>{@code
 * Dataflow dataflow = Dataflow.builder("readings")
 *         .source("in", () -> source)
 *         .operator("convert", () -> Operators.map(this::convert))
 *         .sink("out", () -> sink)
 *         .connect("in", "convert")
 *         .connect("convert", "out")
 *         .build();
 * try (RunningDataflow running = RunningDataflow.start(dataflow, WorkerOptions.DEFAULT)) {
 *     running.await();
 * }
 * }</pre>
 */
public final class Dataflow {

    private final String name;
    private final List<Operation> operations;
    private final Optional<Operation> deadLetters;

    Dataflow(String name, List<Operation> operations, Optional<Operation> deadLetters) {
        this.name = name;
        this.operations = List.copyOf(operations);
        this.deadLetters = deadLetters;
    }

    /** Begins a graph of this name, which its thread and its log lines will carry. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** The names of all operations, each after those that feed it. */
    public List<String> operationNames() {
        return operations.stream().map(Operation::name).toList();
    }

    /** Each operation stands after those that feed it. */
    List<Operation> operations() {
        return operations;
    }

    /** Where lost records go; empty where they are only reported. */
    Optional<Operation> deadLetters() {
        return deadLetters;
    }

    /** A place in the graph, with what it is fed from, input by input. */
    record Operation(String name, Kind kind, List<String> arms, List<Feed> feeds) {}

    /** Where an input comes from: an operation and the index of one of its arms. */
    record Feed(String from, int output) {}

    /** What stands at a place in the graph. */
    sealed interface Kind {
        record OfSource(Supplier<? extends Source> supplier) implements Kind {}

        record OfOperator(Supplier<? extends Operator> supplier) implements Kind {}

        record OfSink(Supplier<? extends Sink> supplier) implements Kind {}
    }

    /** Collects operations and connections; {@link #build} checks them. */
    public static final class Builder {

        private static final List<String> ONE_ARM = List.of("");

        private final String name;
        private final Map<String, Operation> operations = new LinkedHashMap<>();
        private final List<Connection> connections = new ArrayList<>();
        private final List<String> findings = new ArrayList<>();
        private @Nullable Operation deadLetters;

        /** A connection as it was asked for; the empty arm is the only one of an operation without named arms. */
        private record Connection(String from, String arm, String to) {}

        private Builder(String name) {
            this.name = name;
        }

        public Builder source(String name, Supplier<? extends Source> source) {
            return add(name, new Kind.OfSource(source), ONE_ARM);
        }

        /** Adds an operator with one output. */
        public Builder operator(String name, Supplier<? extends Operator> operator) {
            return add(name, new Kind.OfOperator(operator), ONE_ARM);
        }

        /** Adds an operator with several outputs, numbered from 0 in the order of the arms. */
        public Builder operator(String name, List<String> arms, Supplier<? extends Operator> operator) {
            return add(name, new Kind.OfOperator(operator), List.copyOf(arms));
        }

        public Builder sink(String name, Supplier<? extends Sink> sink) {
            return add(name, new Kind.OfSink(sink), List.of());
        }

        /**
         * Adds the place that lost records go to, each as {@link DeadLetters} says: those that an operator or sink failed
         * on, and late ones where the policy says so. Each is acknowledged when the sink confirms it.
         */
        public Builder deadLetters(String name, Supplier<? extends Sink> sink) {
            if (deadLetters != null) {
                findings.add("there are two places for dead letters, '" + deadLetters.name() + "' and '" + name + "'");
            }
            deadLetters = new Operation(name, new Kind.OfSink(sink), List.of(), List.of());
            return this;
        }

        /**
         * Connects the only output of one operation to another, as that one's next input. Several inputs of one
         * operation are merged; several connections from one output each get every record.
         */
        public Builder connect(String from, String to) {
            return connect(from, "", to);
        }

        /** Connects one arm of an operation to another operation. An arm without connections drops its records. */
        public Builder connect(String from, String arm, String to) {
            connections.add(new Connection(from, arm, to));
            return this;
        }

        /**
         * Checks everything and makes the graph.
         *
         * @throws DataflowException {@link DataflowError#TOPOLOGY} that names all that is wrong
         */
        public Dataflow build() {
            List<String> all = new ArrayList<>(findings);
            List<Operation> ordered = new Topology(operations, feeds(all)).check(all);
            if (deadLetters != null && operations.containsKey(deadLetters.name())) {
                all.add("there are two operations named '" + deadLetters.name() + "'");
            }
            if (!all.isEmpty()) {
                throw new DataflowException(
                        DataflowError.TOPOLOGY,
                        null,
                        "graph '" + name + "' cannot run: " + String.join("; ", all) + ".",
                        null);
            }
            return new Dataflow(name, ordered, Optional.ofNullable(deadLetters));
        }

        private Builder add(String name, Kind kind, List<String> arms) {
            if (operations.putIfAbsent(name, new Operation(name, kind, arms, List.of())) != null) {
                findings.add("there are two operations named '" + name + "'");
            }
            return this;
        }

        private Map<String, Set<Feed>> feeds(List<String> found) {
            Map<String, Set<Feed>> feeds = new LinkedHashMap<>();
            for (Connection connection : connections) {
                Operation from = operations.get(connection.from());
                Operation to = operations.get(connection.to());
                if (from == null || to == null) {
                    found.add("a connection names '" + (from == null ? connection.from() : connection.to())
                            + "', which is no operation");
                    continue;
                }
                int output = from.arms().indexOf(connection.arm());
                if (to.kind() instanceof Kind.OfSource) {
                    found.add("source '" + to.name() + "' has an input, from '" + from.name() + "'");
                } else if (from.kind() instanceof Kind.OfSink) {
                    found.add("sink '" + from.name() + "' has an output, to '" + to.name() + "'");
                } else if (output < 0) {
                    found.add("'" + from.name() + "' has no arm '" + connection.arm() + "', it has " + from.arms());
                } else {
                    Set<Feed> inputs = feeds.computeIfAbsent(to.name(), key -> new LinkedHashSet<>());
                    if (!inputs.add(new Feed(from.name(), output))) {
                        found.add("'" + from.name() + "' is connected to '" + to.name() + "' twice");
                    }
                }
            }
            return feeds;
        }
    }
}
