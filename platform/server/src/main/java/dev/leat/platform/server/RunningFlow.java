package dev.leat.platform.server;

import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.Counts;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.Faults;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.graph.OperationType;
import dev.leat.graph.resource.Annotation;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.NodeConnection;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.runtime.Graph;
import dev.leat.runtime.StateDirectory;
import dev.leat.service.schema.RecordSchema;
import dev.leat.service.schema.Validation;
import dev.leat.service.telemetry.GraphTelemetry;
import dev.leat.service.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A flow that runs, with all its instances. Belongs to one thread, but for what says how it stands. */
final class RunningFlow {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LoadedFlow loaded;
    private final List<Instance> instances;

    private record Instance(
            RunningDataflow running,
            FlowEnds ends,
            Optional<StateDirectory> state,
            Optional<GraphTelemetry> telemetry) {}

    private RunningFlow(LoadedFlow loaded, List<Instance> instances) {
        this.loaded = loaded;
        this.instances = List.copyOf(instances);
    }

    /**
     * A flow that is ready to start, and has not touched anything outside yet.
     *
     * @param instances of each, what it reads and writes, and its dataflow
     */
    record Prepared(LoadedFlow loaded, List<Ready> instances) {

        record Ready(FlowEnds ends, Dataflow dataflow) {}

        Prepared {
            instances = List.copyOf(instances);
        }
    }

    /**
     * Finds out all that can be found out before anything starts.
     *
     * @throws FlowException where the flow cannot run
     */
    static Prepared prepare(LoadedFlow loaded, LocalBroker broker, Secrets secrets, FlowLoader loader) {
        List<Prepared.Ready> ready = new ArrayList<>();
        try {
            TimePolicy time = time(loaded.spec());
            for (int i = 0; i < loaded.spec().instances(); i++) {
                FlowEnds ends = new FlowEnds(loaded.spec(), i, broker, secrets, time);
                ready.add(new Prepared.Ready(ends, dataflow(loaded, i, ends, loader)));
            }
            return new Prepared(loaded, ready);
        } catch (RuntimeException wrong) {
            throw FlowLoader.failed(Reason.CONFIGURATION_FAILED, wrong);
        }
    }

    /**
     * Starts all instances, or none.
     *
     * @param state where stateful instances keep what they hold
     * @param telemetry where their counts are told
     * @throws FlowException where one cannot start
     */
    static RunningFlow start(Prepared prepared, FlowLog log, Path state, Optional<Telemetry> telemetry) {
        List<Instance> started = new ArrayList<>();
        try {
            for (int i = 0; i < prepared.instances().size(); i++) {
                Prepared.Ready ready = prepared.instances().get(i);
                started.add(startOne(
                        prepared.loaded(),
                        ready,
                        log,
                        state.resolve(Integer.toString(i)),
                        telemetry.map(all -> all.graph(
                                prepared.loaded().shape(ready.dataflow().name())))));
            }
            return new RunningFlow(prepared.loaded(), started);
        } catch (RuntimeException refused) {
            new RunningFlow(prepared.loaded(), started).stop();
            throw FlowLoader.failed(
                    refused instanceof DataflowException ? Reason.INSTANTIATION_FAILED : Reason.CONFIGURATION_FAILED,
                    withCause(refused));
        }
    }

    private static RuntimeException withCause(RuntimeException refused) {
        Throwable cause = refused.getCause();
        return refused instanceof DataflowException
                        && cause instanceof RuntimeException reason
                        && reason.getMessage() != null
                ? new IllegalStateException(refused.getMessage() + "\n  cause: " + reason.getMessage(), refused)
                : refused;
    }

    private static Instance startOne(
            LoadedFlow loaded, Prepared.Ready ready, FlowLog log, Path state, Optional<GraphTelemetry> telemetry) {
        Faults losses = new LossReport(log);
        WorkerOptions options = WorkerOptions.DEFAULT
                .withTime(time(loaded.spec()))
                .withFaults(telemetry.map(all -> all.faults(losses)).orElse(losses));
        Optional<StateDirectory> directory = Optional.empty();
        try {
            if (telemetry.isPresent()) {
                options = options.withObserver(telemetry.get().observer());
            }
            if (loaded.isStateful()) {
                directory = Optional.of(StateDirectory.open(state));
            }
            if (directory.isPresent()) {
                options = options.withCheckpoints(
                        CheckpointOptions.in(directory.get().checkpoints()));
            }
            RunningDataflow running = RunningDataflow.start(ready.dataflow(), options);
            telemetry.ifPresent(all -> all.watch(running));
            return new Instance(running, ready.ends(), directory, telemetry);
        } catch (RuntimeException refused) {
            telemetry.ifPresent(GraphTelemetry::close);
            directory.ifPresent(StateDirectory::close);
            throw refused;
        }
    }

    private static TimePolicy time(FlowSpec spec) {
        TimePolicy time = TimePolicy.WALL_CLOCK;
        Optional<Duration> lateness = spec.duration(Annotation.ALLOWED_LATENESS);
        Optional<Duration> idle = spec.duration(Annotation.IDLE_AFTER);
        time = lateness.isPresent() ? time.withAllowedLateness(lateness.get()) : time;
        return idle.isPresent() ? time.withIdleAfter(idle.get()) : time;
    }

    private static Dataflow dataflow(LoadedFlow loaded, int number, FlowEnds ends, FlowLoader loader) {
        FlowSpec spec = loaded.spec();
        Dataflow.Builder builder = Dataflow.builder(spec.label() + (spec.instances() > 1 ? "-" + number : ""));
        Map<String, Graph.Ends> ofGraphs = new LinkedHashMap<>();
        for (GraphNode node : spec.nodes()) {
            String name = node.name().value();
            switch (node) {
                case GraphNode.Source source ->
                    builder.source(name, () -> ends.sources().get(name));
                case GraphNode.Destination destination ->
                    builder.sink(name, () -> ends.sinks().get(name));
                case GraphNode.Graph graph ->
                    ofGraphs.put(name, loaded.graphs().get(name).addTo(builder, name + "/"));
            }
        }
        boolean validate =
                spec.annotation(Annotation.VALIDATE).filter("true"::equals).isPresent();
        Set<List<String>> edges = new HashSet<>();
        for (NodeConnection connection : spec.connections()) {
            String to = Optional.ofNullable(ofGraphs.get(connection.to().value()))
                    .map(Graph.Ends::source)
                    .orElse(connection.to().value());
            Optional<RecordSchema> schema =
                    validate ? connection.schema().map(loader::schema).map(RunningFlow::compiled) : Optional.empty();
            for (String from : starts(connection, ofGraphs)) {
                if (!edges.add(List.of(from, to))) {
                    continue;
                }
                if (schema.isPresent()) {
                    String operation = "validate " + from + ":" + to;
                    String name = connection.schema().orElseThrow().toString();
                    builder.operator(operation, () -> Validation.operator(name, schema.get()));
                    builder.connect(from, operation);
                    builder.connect(operation, to);
                } else {
                    builder.connect(from, to);
                }
            }
        }
        spec.annotation(Annotation.DEAD_LETTER)
                .ifPresent(topic -> builder.deadLetters(Graph.DEAD_LETTERS, () -> ends.deadLetters(topic)));
        return builder.build();
    }

    private static RecordSchema compiled(SchemaRegistry.Schema schema) {
        return RecordSchema.read(schema.name() + ":" + schema.version(), schema.content(), schema.format());
    }

    /** The operations that a connection starts from: of a graph, the one that it names, or all of its sinks. */
    private static List<String> starts(NodeConnection connection, Map<String, Graph.Ends> ofGraphs) {
        Graph.Ends ends = ofGraphs.get(connection.from().value());
        if (ends == null) {
            return List.of(connection.from().value());
        }
        if (connection.output().isEmpty()) {
            return List.copyOf(ends.sinks().values());
        }
        String output = connection.output().get();
        return ends.sinks().entrySet().stream()
                .filter(sink -> sink.getKey().equalsIgnoreCase(output))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new ServerException(
                        ServerProblem.OUTPUT,
                        connection.from().position() + ": the graph "
                                + connection.from().value() + " has no output '"
                                + output + "'; it has "
                                + String.join(", ", ends.sinks().keySet())));
    }

    LoadedFlow loaded() {
        return loaded;
    }

    /** Why it ended, where it has. From any thread. */
    Optional<Throwable> end() {
        for (Instance instance : instances) {
            try {
                if (instance.running().await(Duration.ZERO)) {
                    return Optional.of(new IllegalStateException("a source ended"));
                }
            } catch (DataflowException failure) {
                return Optional.of(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Takes no more, lets finish what is under way, and closes everything.
     *
     * @return whether everything finished; what did not comes again from its source
     */
    boolean stop() {
        List<Thread> stopping = new ArrayList<>();
        boolean[] finished = new boolean[instances.size()];
        for (int i = 0; i < instances.size(); i++) {
            int number = i;
            stopping.add(Thread.ofVirtual().start(() -> finished[number] = stop(instances.get(number))));
        }
        boolean all = true;
        for (int i = 0; i < stopping.size(); i++) {
            try {
                stopping.get(i).join();
                all &= finished[i];
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                all = false;
            }
        }
        return all;
    }

    private static boolean stop(Instance instance) {
        try {
            return instance.running().stop(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            instance.telemetry().ifPresent(GraphTelemetry::close);
            instance.state().ifPresent(StateDirectory::close);
        }
    }

    int size() {
        return instances.size();
    }

    /** How each node stands. From any thread. */
    List<FlowStatus.Node> nodes() {
        List<FlowStatus.Node> nodes = new ArrayList<>();
        List<Map<String, Counts>> counts =
                instances.stream().map(instance -> instance.running().counts()).toList();
        for (GraphNode node : loaded.spec().nodes()) {
            String name = node.name().value();
            nodes.add(
                    switch (node) {
                        case GraphNode.Source source ->
                            node("Source", name, health(name, true), sum(counts, List.of(name), List.of(name)));
                        case GraphNode.Destination destination ->
                            node("Destination", name, health(name, false), sum(counts, List.of(name), List.of(name)));
                        case GraphNode.Graph graph -> node("Graph", name, Health.UP, ofGraph(name, counts));
                    });
        }
        return nodes;
    }

    private static FlowStatus.Node node(String type, String name, Health health, Map<String, Long> counts) {
        String state = switch (health.state()) {
            case UP -> "up";
            case DOWN -> "down";
            case STARTING -> "starting";
        };
        return new FlowStatus.Node(name, type, state, health.reason(), counts);
    }

    /** What is wrong with a node. */
    record Trouble(GraphNode node, String reason) {}

    /** The first node that is down. From any thread. */
    Optional<Trouble> trouble() {
        for (GraphNode node : loaded.spec().nodes()) {
            String name = node.name().value();
            Health health = switch (node) {
                case GraphNode.Source source -> health(name, true);
                case GraphNode.Destination destination -> health(name, false);
                case GraphNode.Graph graph -> Health.UP;
            };
            if (health.state() == Health.State.DOWN) {
                return Optional.of(new Trouble(node, health.reason()));
            }
        }
        return Optional.empty();
    }

    /** That of the instance that is worst off. */
    Health health(String node, boolean source) {
        Health worst = Health.UP;
        for (Instance instance : instances) {
            Health one = source
                    ? instance.ends().sources().get(node).health()
                    : instance.ends().sinks().get(node).health();
            if (worst.state() != Health.State.DOWN && one.state() != Health.State.UP) {
                worst = one;
            }
        }
        return worst;
    }

    private Map<String, Long> ofGraph(String node, List<Map<String, Counts>> counts) {
        Graph graph = loaded.graphs().get(node);
        String prefix = node + "/";
        List<String> in = graph.definition().operations(OperationType.SOURCE).stream()
                .map(operation -> prefix + operation.name())
                .toList();
        List<String> out = graph.definition().operations(OperationType.SINK).stream()
                .map(operation -> prefix + operation.name())
                .toList();
        Map<String, Long> sums = sum(counts, in, out);
        long dropped = 0;
        long failed = 0;
        for (Map<String, Counts> ofInstance : counts) {
            for (Map.Entry<String, Counts> entry : ofInstance.entrySet()) {
                if (entry.getKey().startsWith(prefix)) {
                    dropped += entry.getValue().dropped();
                    failed += entry.getValue().failed();
                }
            }
        }
        sums.put("dropped", dropped);
        sums.put("lost", failed);
        return sums;
    }

    private static Map<String, Long> sum(List<Map<String, Counts>> counts, List<String> in, List<String> out) {
        long taken = 0;
        long given = 0;
        long dropped = 0;
        long failed = 0;
        for (Map<String, Counts> ofInstance : counts) {
            for (String name : in) {
                Counts of = ofInstance.getOrDefault(name, new Counts(0, 0, 0, 0));
                taken += of.in();
                dropped += of.dropped();
                failed += of.failed();
            }
            for (String name : out) {
                given += ofInstance.getOrDefault(name, new Counts(0, 0, 0, 0)).out();
            }
        }
        Map<String, Long> sums = new LinkedHashMap<>();
        sums.put("in", taken);
        sums.put("out", given);
        sums.put("dropped", dropped);
        sums.put("lost", failed);
        return sums;
    }
}
