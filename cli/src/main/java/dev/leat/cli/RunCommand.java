package dev.leat.cli;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttCredentials;
import dev.leat.graph.GraphDefinition;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphSession;
import dev.leat.runtime.Leat;
import dev.leat.testkit.InputMessage;
import dev.leat.testkit.InputReader;
import dev.leat.testkit.OutputRecord;
import dev.leat.testkit.OutputWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
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
            "With --broker, messages come from and go to topics of an MQTT v5 broker, until Ctrl-C.",
            "With --input, they come from a file, a directory or the standard input, and the results are written as one"
                    + " JSON record a line; the end of the input ends the run."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

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

    @Option(names = "--broker", paramLabel = "HOST:PORT", description = "An MQTT v5 broker; mqtts://HOST:PORT for TLS.")
    private @Nullable String broker;

    @Option(names = "--source", paramLabel = "TOPIC", description = "A topic filter to read from. Repeatable.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--destination",
            paramLabel = "TOPIC",
            description = "The topic to write to (with --input, what records say: default sensors).")
    private @Nullable String destination;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The MQTT client id, which names the session at the broker. Without it, one is made from the"
                    + " graph's name and the topics, the same in every run.")
    private @Nullable String clientId;

    @Option(names = "--username", paramLabel = "NAME", description = "The user name for the broker.")
    private @Nullable String userName;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password for the broker.")
    private @Nullable Path passwordFile;

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

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        checkOptions();
        PrintWriter err = spec.commandLine().getErr();
        GraphDefinition definition = GraphFile.read(graphFile, err);
        try (Leat leat = options.open()) {
            Graph graph = leat.graph(definition, options.finder(Optional.of(graphFile)), options.graphOptions());
            String from = input;
            return from != null ? runFiles(graph, from, err) : runBroker(leat, graph, err);
        }
    }

    private void checkOptions() {
        if ((input == null) == (broker == null)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "give either --input FILE|DIR|-, or --broker HOST:PORT with --source and --destination");
        }
        if (broker != null && (sources.isEmpty() || destination == null)) {
            throw new UsageException(
                    CliProblem.OPTIONS, "--broker needs at least one --source TOPIC, and --destination TOPIC");
        }
        if (input != null) {
            refuse(!sources.isEmpty(), "--source");
            refuse(clientId != null, "--client-id");
            refuse(userName != null, "--username");
            refuse(waitForBroker, "--wait-for-broker");
        } else if (!output.equals("-")) {
            throw new UsageException(
                    CliProblem.OPTIONS, "--output goes with --input; --broker writes to --destination");
        }
        if (passwordFile != null && userName == null) {
            throw new UsageException(CliProblem.OPTIONS, "--password-file needs --username");
        }
        if (clientId != null && clientId.isBlank()) {
            throw new UsageException(
                    CliProblem.VALUE, "--client-id must not be empty: it names the session at the broker");
        }
        if (sessionExpiry < 0 || sessionExpiry > 0xFFFF_FFFFL) {
            throw new UsageException(
                    CliProblem.VALUE, "--session-expiry " + sessionExpiry + ": between 0 and 4294967295 s");
        }
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw new UsageException(CliProblem.OPTIONS, option + " goes with --broker; --input reads files");
        }
    }

    private int runFiles(Graph graph, String from, PrintWriter err) throws Exception {
        String topic = Optional.ofNullable(destination).orElse(OutputRecord.DEFAULT_TOPIC);
        HybridLogicalClock clock = new HybridLogicalClock("leat", InstantSource.system());
        LongAdder in = new LongAdder();
        LongAdder out = new LongAdder();
        requireOtherFile(from);
        try (InputReader reader = InputReader.open(from, System.in, clock);
                OutputWriter writer = openOutput();
                GraphSession session = graph.open(
                        record -> {
                            writer.write(OutputRecord.of(record.time(), record.value(), topic));
                            out.increment();
                        },
                        writer::flush)) {
            AtomicBoolean stopping = new AtomicBoolean();
            Thread hook = Shutdown.onSignal(session.running(), () -> stopping.set(true));
            try {
                for (Optional<InputMessage> next = reader.read(); next.isPresent(); next = reader.read()) {
                    session.send(next.get().time(), next.get().message());
                    in.increment();
                }
                session.finish();
            } catch (IllegalStateException refused) {
                if (!stopping.get()) {
                    throw refused;
                }
            }
            Shutdown.cancel(hook);
        }
        err.println(in.sum() + " in, " + out.sum() + " out");
        return 0;
    }

    /** Writing to the file that is being read would destroy it before it is read. */
    private void requireOtherFile(String from) throws IOException {
        Path target = Path.of(output);
        if (!output.equals("-")
                && !from.equals("-")
                && Files.exists(target)
                && Files.exists(Path.of(from))
                && Files.isSameFile(Path.of(from), target)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "--output " + output + " is the input: name another file, its content would be lost");
        }
    }

    private OutputWriter openOutput() throws IOException {
        if (output.equals("-")) {
            return new OutputWriter("<stdout>", new Uncloseable(System.out));
        }
        OutputStream file = Files.newOutputStream(Path.of(output));
        return new OutputWriter(output, file);
    }

    private int runBroker(Leat leat, Graph graph, PrintWriter err) throws Exception {
        MqttConnectionOptions connection = connection(graph);
        String to = Optional.ofNullable(destination).orElseThrow();
        try (RunningDataflow running =
                MqttRun.start(graph, connection, sources, to).running()) {
            err.println("running " + graph.definition().metadata().name() + ": " + String.join(", ", sources) + " -> "
                    + to + " at " + connection.address() + " (" + leat.engine() + "); Ctrl-C stops");
            Thread hook = Shutdown.onSignal(running, () -> {});
            running.await();
            Shutdown.cancel(hook);
        }
        return 0;
    }

    private MqttConnectionOptions connection(Graph graph) throws IOException {
        BrokerAddress address = BrokerAddress.parse(Optional.ofNullable(broker).orElseThrow());
        String id = Optional.ofNullable(clientId)
                .orElseGet(
                        () -> ClientIds.of(graph.definition().metadata().name(), sources, String.valueOf(destination)));
        MqttConnectionOptions.Builder builder = MqttConnectionOptions.builder(address.host(), address.port(), id)
                .tls(address.tls())
                .sessionExpiry(Duration.ofSeconds(sessionExpiry))
                .failFast(!waitForBroker);
        String name = userName;
        if (name != null) {
            builder.credentials(new MqttCredentials(name, password()));
        }
        return builder.build();
    }

    private Bytes password() throws IOException {
        Path file = passwordFile;
        if (file == null) {
            return Bytes.EMPTY;
        }
        String text = Files.readString(file);
        int end = text.indexOf('\n');
        return Bytes.utf8((end < 0 ? text : text.substring(0, end)).strip());
    }
}
