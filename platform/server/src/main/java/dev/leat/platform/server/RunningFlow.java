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
import dev.leat.endpoint.PrivateFiles;
import dev.leat.graph.OperationType;
import dev.leat.graph.resource.Annotation;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.NodeConnection;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.platform.server.KeptSessions.Session;
import dev.leat.runtime.Graph;
import dev.leat.runtime.StateDirectory;
import dev.leat.service.schema.RecordSchema;
import dev.leat.service.schema.Validation;
import dev.leat.service.telemetry.GraphTelemetry;
import dev.leat.service.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A flow that runs, with all its instances. Belongs to one thread, but for what says how it stands. */
final class RunningFlow {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(RunningFlow.class);

    private final LoadedFlow loaded;
    private final List<Instance> instances;

    /** Those that take what is left of earlier ones, and end. */
    private final List<Instance> leaving = new CopyOnWriteArrayList<>();

    /** Sessions of which the file does not know yet that they are as they are to be. */
    private final List<FlowEnds.Held> unsettled = new CopyOnWriteArrayList<>();

    /** @param place where its state is, whether or not it has some */
    private record Instance(
            int number,
            RunningDataflow running,
            FlowEnds ends,
            Path place,
            Optional<StateDirectory> state,
            Optional<GraphTelemetry> telemetry) {}

    private RunningFlow(LoadedFlow loaded, List<Instance> instances) {
        this.loaded = loaded;
        this.instances = List.copyOf(instances);
        this.instances.forEach(instance -> unsettled.addAll(instance.ends().sessions()));
    }

    /**
     * A flow that is ready to start, and has not touched anything outside yet.
     *
     * @param instances of each, what it reads and writes, and its dataflow
     * @param leaving the same for those that take what is left of earlier ones
     */
    record Prepared(LoadedFlow loaded, List<Ready> instances, List<Ready> leaving) {

        /**
         * One of them.
         *
         * @param hasState whether what was held under its number is its own; not of one that leaves beside one that runs
         */
        record Ready(int number, FlowEnds ends, Dataflow dataflow, boolean hasState) {}

        Prepared {
            instances = List.copyOf(instances);
            leaving = List.copyOf(leaving);
        }

        private List<Session> sessions() {
            return sessions(instances);
        }

        private static List<Session> sessions(List<Ready> of) {
            return of.stream()
                    .flatMap(ready -> ready.ends().sessions().stream())
                    .map(FlowEnds.Held::session)
                    .toList();
        }
    }

    /**
     * Finds out all that can be found out before anything starts.
     *
     * @param kept the sessions that there may be
     * @param state where instances keep what they hold
     * @throws FlowException where the flow cannot run
     */
    static Prepared prepare(
            LoadedFlow loaded, LocalBroker broker, Secrets secrets, FlowLoader loader, KeptSessions kept, Path state) {
        FlowSpec spec = loaded.spec();
        try {
            TimePolicy time = time(spec);
            List<Prepared.Ready> ready = new ArrayList<>();
            for (int i = 0; i < loaded.instances(); i++) {
                FlowEnds ends = new FlowEnds(loaded, i, broker, secrets, time, kept, Optional.empty());
                ready.add(new Prepared.Ready(i, ends, dataflow(loaded, suffix(i), ends, loader), true));
            }
            Prepared all = new Prepared(loaded, ready, List.of());
            List<Prepared.Ready> leaving = new ArrayList<>();
            Leavers.find(all.sessions(), loaded.instances(), kept, state).forEach((number, sessions) -> {
                FlowEnds ends = new FlowEnds(loaded, number, broker, secrets, time, kept, Optional.of(sessions));
                boolean hasState = number >= loaded.instances();
                String suffix = (hasState ? "" : "-leaving") + suffix(number);
                leaving.add(new Prepared.Ready(number, ends, dataflow(loaded, suffix, ends, loader), hasState));
            });
            return new Prepared(loaded, ready, leaving);
        } catch (RuntimeException wrong) {
            throw FlowLoader.failed(Reason.CONFIGURATION_FAILED, wrong);
        }
    }

    /**
     * Starts all instances, or none.
     *
     * @param state where stateful instances keep what they hold
     * @param telemetry where their counts are told
     * @param kept learns of the sessions before there are any
     * @throws FlowException where one cannot start
     */
    static RunningFlow start(
            Prepared prepared, FlowLog log, Path state, Optional<Telemetry> telemetry, KeptSessions kept) {
        LoadedFlow loaded = prepared.loaded();
        if (loaded.instances() < loaded.spec().instances()) {
            log.warn(
                    "",
                    "one instance runs, and not " + loaded.spec().instances()
                            + ": it has windows, which need all messages");
        }
        kept.begin(prepared.sessions(), Prepared.sessions(prepared.leaving()))
                .forEach(lost -> log.warn(
                        lost.node(),
                        "its session '" + lost.client() + "' at " + lost.broker()
                                + " is not used any more: what the broker holds in it is lost when it expires"));
        List<Instance> started = new ArrayList<>();
        try {
            for (Prepared.Ready ready : prepared.instances()) {
                started.add(startOne(loaded, ready, log, state, telemetry));
            }
        } catch (RuntimeException refused) {
            new RunningFlow(loaded, started).stop();
            throw FlowLoader.failed(
                    refused instanceof DataflowException ? Reason.INSTANTIATION_FAILED : Reason.CONFIGURATION_FAILED,
                    withCause(refused));
        }
        RunningFlow running = new RunningFlow(loaded, started);
        for (Prepared.Ready ready : prepared.leaving()) {
            try {
                running.leaving.add(startOne(loaded, ready, log, state, telemetry));
                log.info("what is left of instance " + ready.number() + " is taken before it goes");
            } catch (RuntimeException refused) {
                log.warn(
                        "",
                        "what is left of instance " + ready.number() + " is not taken: "
                                + withCause(refused).getMessage());
            }
        }
        return running;
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
            LoadedFlow loaded, Prepared.Ready ready, FlowLog log, Path states, Optional<Telemetry> measuring) {
        Path state = states.resolve(Integer.toString(ready.number()));
        Optional<GraphTelemetry> telemetry =
                measuring.map(all -> all.graph(loaded.shape(ready.dataflow().name())));
        Faults losses = new LossReport(log);
        WorkerOptions options = WorkerOptions.DEFAULT
                .withTime(time(loaded.spec()))
                .withFaults(telemetry.map(all -> all.faults(losses)).orElse(losses));
        Optional<StateDirectory> directory = Optional.empty();
        try {
            if (telemetry.isPresent()) {
                options = options.withObserver(telemetry.get().observer());
            }
            // What a version before this one held is in its checkpoint alone, whatever this version holds.
            if (ready.hasState() && (Files.isDirectory(state) || loaded.isStateful())) {
                directory = Optional.of(StateDirectory.open(state));
            }
            if (directory.isPresent()) {
                options = options.withCheckpoints(
                        CheckpointOptions.in(directory.get().checkpoints()));
            }
            RunningDataflow running = RunningDataflow.start(ready.dataflow(), options);
            telemetry.ifPresent(all -> all.watch(running));
            return new Instance(ready.number(), running, ready.ends(), state, directory, telemetry);
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

    /** Checkpoints have the name, which stays the same however many there are. */
    private static String suffix(int number) {
        return number == 0 ? "" : "-" + number;
    }

    private static Dataflow dataflow(LoadedFlow loaded, String suffix, FlowEnds ends, FlowLoader loader) {
        FlowSpec spec = loaded.spec();
        Dataflow.Builder builder = Dataflow.builder(spec.label() + suffix);
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

    /** Whether {@link #settle} has something to do. From any thread. */
    boolean hasNews() {
        return unsettled.stream().anyMatch(held -> held.source().settled().isDone())
                || leaving.stream().anyMatch(RunningFlow::isOver);
    }

    /** Keeps what became of sessions, and lets go of instances that have left. */
    void settle(KeptSessions kept, FlowLog log) {
        for (FlowEnds.Held held : List.copyOf(unsettled)) {
            if (held.source().settled().isDone()) {
                kept.settle(held.session());
                unsettled.remove(held);
            }
        }
        for (Instance instance : List.copyOf(leaving)) {
            if (isOver(instance)) {
                leaving.remove(instance);
                letGo(instance, kept, log);
            }
        }
    }

    private static boolean isOver(Instance instance) {
        try {
            return instance.running().await(Duration.ZERO);
        } catch (DataflowException failed) {
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void letGo(Instance instance, KeptSessions kept, FlowLog log) {
        try {
            instance.running().await(Duration.ZERO);
            close(instance);
            List<FlowEnds.Held> sessions = instance.ends().sessions();
            sessions.stream()
                    .filter(held -> held.source().isSessionOver())
                    .forEach(held -> kept.forget(held.session()));
            if (instance.state().isPresent()) {
                PrivateFiles.deleteAll(instance.place());
            }
            boolean over = sessions.stream().allMatch(held -> held.source().isSessionOver());
            log.info(
                    over
                            ? "nothing is left of instance " + instance.number()
                            : "more came for instance " + instance.number() + ": it is taken at the next start");
        } catch (DataflowException | IOException failed) {
            close(instance);
            log.warn("", "something may be left of instance " + instance.number() + ": " + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Instance instance) {
        instance.telemetry().ifPresent(GraphTelemetry::close);
        instance.state().ifPresent(StateDirectory::close);
    }

    /** Ends for good: what brokers hold for it is given up. */
    void stopForGood() {
        instances.forEach(instance -> instance.ends().endSessions());
        leaving.forEach(instance -> instance.ends().endSessions());
        var unused = stop();
    }

    /**
     * Takes no more, lets finish what is under way, and closes everything.
     *
     * @return whether everything finished; what did not comes again from its source
     */
    boolean stop() {
        List<Thread> seeingOff = leaving.stream()
                .map(instance -> Thread.ofVirtual().start(() -> stop(instance)))
                .toList();
        List<Thread> stopping = new ArrayList<>();
        boolean[] finished = new boolean[instances.size()];
        for (int i = 0; i < instances.size(); i++) {
            int number = i;
            stopping.add(Thread.ofVirtual().start(() -> finished[number] = stop(instances.get(number))));
        }
        boolean all = true;
        for (int i = 0; i < stopping.size(); i++) {
            all &= join(stopping.get(i)) && finished[i];
        }
        seeingOff.forEach(RunningFlow::join);
        return all;
    }

    /** Whether it ended before this thread was interrupted. */
    private static boolean join(Thread thread) {
        try {
            thread.join();
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean stop(Instance instance) {
        boolean finished = false;
        try {
            finished = instance.running().stop(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            close(instance);
        }
        if (finished && !loaded.isStateful() && instance.state().isPresent()) {
            // It held what a version before this one had left, and that is done.
            try {
                PrivateFiles.deleteAll(instance.place());
            } catch (IOException failure) {
                LOG.warn("{} could not be deleted", instance.place(), failure);
            }
        }
        return finished;
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
                            node(
                                    "Source",
                                    name,
                                    source.settings().endpoint().value(),
                                    health(name, true),
                                    sum(counts, List.of(name), List.of(name)));
                        case GraphNode.Destination destination ->
                            node(
                                    "Destination",
                                    name,
                                    destination.settings().endpoint().value(),
                                    health(name, false),
                                    sum(counts, List.of(name), List.of(name)));
                        case GraphNode.Graph graph -> node("Graph", name, "", Health.UP, ofGraph(name, counts));
                    });
        }
        return nodes;
    }

    private static FlowStatus.Node node(
            String type, String name, String endpoint, Health health, Map<String, Long> counts) {
        String state = switch (health.state()) {
            case UP -> "up";
            case DOWN -> "down";
            case STARTING -> "starting";
        };
        return new FlowStatus.Node(name, type, endpoint, state, health.reason(), counts);
    }

    /**
     * What is wrong with a node.
     *
     * @param name of the node, or of the dead letters
     * @param node empty for the dead letters
     */
    record Trouble(String name, Optional<GraphNode> node, String reason) {}

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
                return Optional.of(new Trouble(name, Optional.of(node), health.reason()));
            }
        }
        for (Instance instance : instances) {
            Optional<Health> deadLetters =
                    instance.ends().deadLetterHealth().filter(each -> each.state() == Health.State.DOWN);
            if (deadLetters.isPresent()) {
                return Optional.of(new Trouble(
                        Graph.DEAD_LETTERS, Optional.empty(), deadLetters.get().reason()));
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
