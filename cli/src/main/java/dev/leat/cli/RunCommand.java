package dev.leat.cli;

import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.LatePolicy;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Operation;
import dev.leat.graph.OperationType;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.GraphSession;
import dev.leat.runtime.Leat;
import dev.leat.runtime.StateDirectory;
import dev.leat.testkit.InputMessage;
import dev.leat.testkit.InputReader;
import dev.leat.testkit.RecordSink;
import dev.leat.testkit.Recorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat run}: one graph definition, between topics of a broker or between files. */
@Command(
        name = "run",
        description = {
            "Runs a graph definition.",
            "With --broker, messages come from and go to topics of an MQTT v5 broker, until Ctrl-C; a source or"
                    + " destination may be a topic of Kafka as well.",
            "With --input, they come from a file, a directory or the standard input, and the results are written as one"
                    + " JSON record a line; the end of the input ends the run."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final String NONE = "none";

    /** A command that waits for its input does not come to close anything. */
    private static final Duration STANDARD_INPUT_PATIENCE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "GRAPH", description = "The graph definition (YAML).")
    private Path graphFile = Path.of("");

    @Option(
            names = "--input",
            paramLabel = "FILE|DIR|-",
            description =
                    "Where messages come from: a .json or .raw file (one message), a .jsonl file or - (one a line),"
                            + " or a directory of such files.")
    private @Nullable String input;

    @Option(
            names = "--output",
            paramLabel = "FILE|-",
            defaultValue = "-",
            description = "Where records go, one JSON record a line (default: the standard output).")
    private String output = "-";

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            description =
                    "An MQTT v5 broker; mqtts://HOST:PORT for TLS, ws:// and wss://HOST:PORT/PATH for WebSockets.")
    private @Nullable String broker;

    @Option(
            names = "--source",
            paramLabel = "TOPIC",
            description = "A topic filter to read from, or kafka://HOST:PORT/TOPIC?group=NAME (kafkas:// for TLS)."
                    + " Repeatable.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--destination",
            paramLabel = "[SINK=]TOPIC",
            description = "The topic to write to, or kafka://HOST:PORT/TOPIC (with --input, what records say: default"
                    + " sensors). Repeatable, where the graph has several sinks.")
    private List<String> destinations = new ArrayList<>();

    @Option(
            names = "--dead-letter",
            paramLabel = "FILE|TOPIC",
            description = "Where lost records go, with the operation and the reason: a file with --input, a topic with"
                    + " --broker. Without it they are only logged.")
    private @Nullable String deadLetter;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR|none",
            description =
                    "Where the graph keeps what it holds, so that it goes on there after a restart. With --broker and"
                            + " accumulates: a directory of its own under ~/.local/state/leat, if not given.")
    private @Nullable String stateDirectory;

    @Mixin
    private RunState stateStore = new RunState();

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write what the sources bring to a file, for leat replay. Not with a state: with --broker and"
                    + " accumulates, give --state-dir none.")
    private @Nullable Path record;

    @Option(names = "--step", description = "Show on the standard error how records, frontiers and groups move.")
    private boolean step;

    @Mixin
    private TimeOptions time = new TimeOptions();

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The MQTT client id, which names the session at the broker. Without it, one is made from the"
                    + " graph's name and the topics, the same in every run.")
    private @Nullable String clientId;

    @Mixin
    private CredentialOptions credentials = new CredentialOptions();

    @Option(
            names = "--wait-for-broker",
            description = "Go on trying where the broker is not there at the start; otherwise that ends the command.")
    private boolean waitForBroker;

    @Option(
            names = "--session-expiry",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long the broker keeps messages for this command while it is not connected (default:"
                    + " ${DEFAULT-VALUE}).")
    private long sessionExpiry;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Writes a line of JSON for each thing that happens: what each operation gets, what its module logs,"
                            + " what is lost. For looking into a module; it costs time.")
    private @Nullable Path trace;

    @Mixin
    private TelemetryArguments telemetry = new TelemetryArguments();

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        checkOptions();
        checkFiles();
        PrintWriter err = spec.commandLine().getErr();
        GraphDefinition definition = GraphFile.read(graphFile, err);
        Destinations topics = Destinations.of(destinations, definition);
        String from = input;
        try (Leat leat = options.open()) {
            return from != null
                    ? runFiles(leat, definition, topics, from, err)
                    : runLive(leat, definition, topics, err);
        }
    }

    private PreparedGraph prepare(
            Leat leat,
            GraphDefinition definition,
            boolean live,
            Optional<Path> stateAt,
            Optional<Path> storeHome,
            RunServices services,
            Optional<Supplier<? extends Sink>> deadLetters,
            PrintWriter err)
            throws IOException {
        GraphOptions given =
                options.graphOptions(definition, graphFile, services::schemas).withTime(time.policy(live));
        if (given.worker().time().late() == LatePolicy.DEAD_LETTER && deadLetters.isEmpty()) {
            throw new UsageException(CliProblem.OPTIONS, "--late dead-letter needs --dead-letter FILE|TOPIC");
        }
        if (deadLetters.isPresent()) {
            given = given.withDeadLetters(deadLetters.get());
        }
        Graph plain = leat.graph(definition, options.finder(Optional.of(graphFile)), given);
        List<Observer> observers = new ArrayList<>();
        Optional<Recorder> recorder = Optional.empty();
        Optional<StateDirectory> state = Optional.empty();
        Optional<GraphMonitor> monitor = Optional.empty();
        Optional<StateStore> store = Optional.empty();
        Optional<TraceWriter> tracer = Optional.empty();
        try {
            monitor = telemetry.open(err).map(opened -> new GraphMonitor(opened, plain));
            if (monitor.isPresent()) {
                given = monitor.get().addTo(given);
                observers.add(monitor.get().observer());
            }
            given = telemetry.withLevels(given, definition);
            if (stateAt.isPresent()) {
                state = Optional.of(StateDirectory.open(stateAt.get()));
                if (input != null) {
                    StateInput.require(stateAt.get(), input);
                }
                given = given.withCheckpoints(CheckpointOptions.in(state.get().checkpoints()));
            }
            store = stateStore.open(plain, graphFile, storeHome, services, err);
            given = services.into(RunState.into(given, store), plain);
            if (trace != null) {
                tracer = Optional.of(TraceWriter.to(trace, err));
                given = tracer.get().addTo(given);
                observers.add(tracer.get());
            }
            if (record != null) {
                recorder = Optional.of(new Recorder(record, Files.readAllBytes(graphFile), plain));
                observers.add(recorder.get());
            }
            if (step) {
                observers.add(new StepPrinter(err, given.worker().time()));
            }
            if (!observers.isEmpty()) {
                given = given.withObserver(observers.size() == 1 ? observers.getFirst() : new Observers(observers));
            }
            return new PreparedGraph(plain.with(given), state, store, recorder, monitor, tracer);
        } catch (IOException | RuntimeException failure) {
            new PreparedGraph(plain, state, store, recorder, monitor, tracer).close();
            throw failure;
        }
    }

    private void checkFiles() throws IOException {
        FilesInUse files = new FilesInUse();
        stateStore.files().forEach(file -> files.reads("--state", file.toString()));
        credentials.files().forEach((option, file) -> files.reads(option, file.toString()));
        files.reads("the graph", graphFile.toString())
                .reads("--input", input)
                .writes("--output", output)
                .writes("--dead-letter", input == null ? null : deadLetter)
                .writes("--record", Objects.toString(record, null))
                .writes("--trace", Objects.toString(trace, null))
                .check();
    }

    private void checkOptions() {
        boolean kafka = Stream.concat(sources.stream(), destinations.stream()).anyMatch(RunCommand::isKafka);
        if ((input == null) == (broker == null && !kafka)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "give either --input FILE|DIR|-, or --broker HOST:PORT with --source and --destination, or topics of"
                            + " Kafka as --source and --destination");
        }
        if (input == null && (sources.isEmpty() || destinations.isEmpty())) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    (broker == null ? "Kafka" : "--broker")
                            + " needs at least one --source TOPIC, and --destination TOPIC");
        }
        if (input == null && broker == null) {
            requireNoBroker();
        }
        if (input != null) {
            refuse(!sources.isEmpty(), "--source");
            refuse(clientId != null, "--client-id");
            // The state store may be behind a broker, which wants to know, too.
            credentials.given().ifPresent(option -> refuse(!stateStore.isRemote(), option));
            refuse(waitForBroker, "--wait-for-broker");
        } else if (!output.equals("-")) {
            throw new UsageException(
                    CliProblem.OPTIONS, "--output goes with --input; --broker writes to --destination");
        }
        if (record != null && stateDirectory != null && !stateDirectory.equals(NONE)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "--record and --state-dir do not go together: a recording must begin at the beginning, and not where"
                            + " a state stands");
        }
        stateStore.check(broker != null);
        credentials.check();
        if (clientId != null && clientId.isBlank()) {
            throw new UsageException(
                    CliProblem.VALUE, "--client-id must not be empty: it names the session at the broker");
        }
        if (sessionExpiry < 0 || sessionExpiry > 0xFFFF_FFFFL) {
            throw new UsageException(
                    CliProblem.VALUE, "--session-expiry " + sessionExpiry + ": between 0 and 4294967295 s");
        }
    }

    private static boolean isKafka(String topic) {
        return topic.contains("kafka://") || topic.contains("kafkas://");
    }

    /** Everything is at Kafka. */
    private void requireNoBroker() {
        Stream.of(sources.stream(), destinations.stream(), Stream.ofNullable(deadLetter))
                .flatMap(topics -> topics)
                .filter(topic -> !isKafka(topic))
                .findFirst()
                .ifPresent(topic -> {
                    throw new UsageException(
                            CliProblem.OPTIONS,
                            "'" + topic + "' is a topic of an MQTT broker: give --broker HOST:PORT, or write"
                                    + " kafka://HOST:PORT/TOPIC");
                });
        credentials.given().filter(option -> !stateStore.isRemote()).ifPresent(option -> {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    option + " goes with --broker; with Kafka, write it into the address, such as"
                            + " kafkas://HOST:PORT/TOPIC?ca=FILE");
        });
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw new UsageException(CliProblem.OPTIONS, option + " goes with --broker; --input reads files");
        }
    }

    private int runFiles(Leat leat, GraphDefinition definition, Destinations topics, String from, PrintWriter err)
            throws Exception {
        HybridLogicalClock clock = MqttRun.clock("leat", time.policy(false), InstantSource.system());
        Optional<Path> stateAt = Optional.ofNullable(stateDirectory)
                .filter(given -> !given.equals(NONE))
                .map(Path::of);
        if (stateAt.isPresent() && from.equals("-")) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "--state-dir goes with a file or a directory: the standard input cannot be read again");
        }
        Optional<Supplier<? extends Sink>> letters = Optional.empty();
        if (deadLetter != null) {
            RecordSink sink = RecordSink.toFile(Path.of(deadLetter), Graph.DEAD_LETTERS);
            letters = Optional.of(() -> sink);
        }
        boolean paced = time.isWall(false);
        try (Shutdown shutdown = from.equals("-") ? new Shutdown(STANDARD_INPUT_PATIENCE) : new Shutdown();
                InputReader reader = InputReader.open(from, System.in, clock);
                OutputFile out = new OutputFile(output, definition, topics);
                RunServices services = RunServices.withoutBroker(credentials.access());
                PreparedGraph prepared = prepare(leat, definition, false, stateAt, stateAt, services, letters, err);
                GraphSession session = prepared.graph().openTo(out::sink)) {
            prepared.watch(session.running());
            shutdown.onSignal(session.running(), prepared::close);
            if (!paced) {
                reader.keepInTimeWithOthers();
            }
            long in = 0;
            try {
                long held = session.restored();
                long skipped = skip(reader, held);
                if (skipped < held) {
                    throw new UsageException(
                            CliProblem.OPTIONS,
                            "--input " + from + " has " + skipped + " messages, and the state in " + stateDirectory
                                    + " holds what came of its first " + held
                                    + ": it is another input, or has lost its end");
                }
                if (skipped > 0) {
                    err.println("going on after " + skipped + " messages that the state holds already");
                }
                Pacer pacer = new Pacer(clock, System.currentTimeMillis(), System::nanoTime, shutdown::pause);
                for (Optional<InputMessage> next = reader.read(); next.isPresent(); next = reader.read()) {
                    InputMessage message = paced ? pacer.await(next.get()) : next.get();
                    if (shutdown.isStopping()) {
                        throw new IllegalStateException("the process is told to stop");
                    }
                    session.send(message.time(), message.message());
                    in++;
                }
                session.finish();
            } catch (IllegalStateException refused) {
                if (!shutdown.isStopping()) {
                    throw refused;
                }
            }
            if (reader.unreadableTimes() > 0) {
                err.println(reader.unreadableTimes() + " messages had a __ts that says no time, and got "
                        + (paced ? "the time of reading" : "the latest time before them"));
            }
            TimeOptions.reportLate(
                    session.running().counts(),
                    prepared.graph().options().worker().time(),
                    err);
            err.println(in + " in, " + out.count(session.running()) + " out");
            return prepared.exitCode();
        }
    }

    private static long skip(InputReader reader, long count) {
        for (long skipped = 0; skipped < count; skipped++) {
            if (reader.read().isEmpty()) {
                return skipped;
            }
        }
        return count;
    }

    private int runLive(Leat leat, GraphDefinition definition, Destinations topics, PrintWriter err) throws Exception {
        String id = Optional.ofNullable(clientId)
                .orElseGet(() -> ClientIds.of(definition.metadata().name(), sources, String.join(",", destinations)));
        Optional<MqttConnectionOptions> mqtt = broker == null ? Optional.empty() : Optional.of(connection(broker, id));
        LiveEnds ends = LiveEnds.of(mqtt, sources, id, !waitForBroker);
        for (Operation sink : definition.operations(OperationType.SINK)) {
            String destination = topics.of(sink.name());
            ends.check(destination);
            if (ends.comesBack(destination)) {
                err.println("warning: what goes to '" + destination + "' comes in again by --source "
                        + String.join(" ", sources));
            }
        }
        // Without a broker, the client id says it all: it is made from the addresses.
        String at = mqtt.map(MqttConnectionOptions::address).orElse("kafka");
        String letters = deadLetter;
        Optional<Path> stateAt = stateAt(definition, at, id);
        try (Shutdown shutdown = new Shutdown();
                RunServices services =
                        mqtt.map(RunServices::at).orElseGet(() -> RunServices.withoutBroker(credentials.access()));
                PreparedGraph prepared = prepare(
                        leat,
                        definition,
                        true,
                        stateAt,
                        storeHome(at, id),
                        services,
                        letters == null ? Optional.empty() : Optional.of(() -> ends.sink(letters)),
                        err);
                RunningDataflow running = prepared.graph()
                        .start(
                                ends.source(prepared.graph().options().worker().time()),
                                sink -> ends.sink(topics.of(sink)))) {
            err.println("running " + definition.metadata().name() + ": " + String.join(", ", sources) + " -> " + topics
                    + mqtt.map(options -> " at " + options.address()).orElse("") + " (" + leat.engine()
                    + "); Ctrl-C stops");
            stateAt.ifPresent(directory -> err.println("state in " + directory));
            prepared.watch(running);
            shutdown.onSignal(running, prepared::close);
            running.await();
            TimeOptions.reportLate(
                    running.counts(), prepared.graph().options().worker().time(), err);
            return prepared.exitCode();
        }
    }

    /** A graph that holds records keeps them over a restart, as its broker keeps the session: under the same client id. */
    private Optional<Path> stateAt(GraphDefinition definition, String at, String id) throws IOException {
        String given = stateDirectory;
        if (given != null) {
            return given.equals(NONE) ? Optional.empty() : Optional.of(Path.of(given));
        }
        if (definition.operations(OperationType.ACCUMULATE).isEmpty()) {
            return Optional.empty();
        }
        if (record != null) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "--record needs --state-dir none with this graph, which keeps its state unless told otherwise: a"
                            + " recording must begin at the beginning, and not where a state stands");
        }
        Path directory = StateHome.of(at, id);
        StateHome.create(directory);
        return Optional.of(directory);
    }

    /** The state store stays over restarts, whether or not the graph itself has a state. */
    private Optional<Path> storeHome(String at, String id) {
        String given = stateDirectory;
        if (given == null && record != null) {
            return Optional.empty(); // A recording begins at the beginning.
        }
        if (given == null) {
            return Optional.of(StateHome.of(at, id));
        }
        return given.equals(NONE) ? Optional.empty() : Optional.of(Path.of(given));
    }

    private MqttConnectionOptions connection(String at, String id) {
        BrokerAddress address = BrokerAddress.parse(at);
        return credentials
                .at(address)
                .to(address, id)
                .sessionExpiry(Duration.ofSeconds(sessionExpiry))
                .failFast(!waitForBroker)
                .build();
    }
}
