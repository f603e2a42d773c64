package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.endpoint.mqtt.MqttConnection;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitions;
import dev.leat.platform.broker.EmbeddedBroker;
import dev.leat.runtime.Graph;
import dev.leat.runtime.Leat;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat demo}: guide 2's first example on an embedded broker, with an outside client that watches. */
@Command(
        name = "demo",
        description = {
            "Shows Leat at work: starts an embedded MQTT broker, deploys graph-simple with the temperature module,"
                    + " publishes readings in Fahrenheit and shows what comes out in Celsius, until Ctrl-C."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String RAW = "sensor/temperature/raw";
    private static final String PROCESSED = "sensor/temperature/processed";
    private static final List<Double> READINGS = List.of(212.0, 98.6, 72.5, 68.0, 32.0, -40.0);

    @Option(names = "--once", description = "Stop after the samples, with exit code 0.")
    private boolean once;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port of the embedded broker (default: a free one).")
    private int port;

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        EmbeddedPort embedded = new EmbeddedPort("--port", port);
        // The broker takes longest to start: the graph is loaded meanwhile.
        CompletableFuture<EmbeddedBroker> starting = CompletableFuture.supplyAsync(embedded::start);
        try (Leat leat = options.open()) {
            Graph graph =
                    leat.graph(definition(), options.finder(Optional.empty()), options.graphOptions(Optional.empty()));
            return show(leat, graph, broker(embedded, starting), out);
        } finally {
            if (!starting.isCompletedExceptionally()) {
                starting.join().close();
            }
        }
    }

    private static EmbeddedBroker broker(EmbeddedPort embedded, CompletableFuture<EmbeddedBroker> starting)
            throws Exception {
        try {
            return starting.join();
        } catch (CompletionException failed) {
            throw embedded.explained(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private int show(Leat leat, Graph graph, EmbeddedBroker broker, PrintWriter out) throws Exception {
        MqttConnectionOptions connection = MqttConnectionOptions.of("127.0.0.1", broker.port(), "leat-demo");
        MqttRun run = MqttRun.start(graph, new MqttConnection(connection), List.of(RAW), sink -> PROCESSED);
        try (RunningDataflow running = run.running()) {
            introduce(leat, broker, out);
            run.subscribed().get(Watcher.PATIENCE_SECONDS, TimeUnit.SECONDS);
            try (Watcher watcher = new Watcher(broker.port(), out);
                    // Closed first: nothing here is worth waiting for.
                    Shutdown shutdown = new Shutdown()) {
                shutdown.onSignal(running, () -> {});
                int rounds = 0;
                do {
                    for (int i = 0; i < READINGS.size() && !shutdown.isStopping(); i++) {
                        watcher.publish(READINGS.get(i));
                        if (!once) {
                            shutdown.pause(TimeUnit.SECONDS.toMillis(1));
                        }
                        if (out.checkError()) {
                            throw new IOException("the standard output takes no more");
                        }
                    }
                    rounds++;
                } while (!once && !shutdown.isStopping());
                if (once) {
                    watcher.awaitResults((long) rounds * READINGS.size());
                }
            }
            running.close();
        }
        out.flush();
        return 0;
    }

    private static GraphDefinition definition() throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream("/dev/leat/cli/graph-simple.yaml")) {
            if (in == null) {
                throw new IOException("graph-simple.yaml is missing from the command's own jar");
            }
            return GraphDefinitions.read("graph-simple.yaml", in.readAllBytes()).orThrow();
        }
    }

    private static void introduce(Leat leat, EmbeddedBroker broker, PrintWriter out) {
        out.println("Leat runs graph-simple: source -> module-temperature/map -> sink");
        out.println("  broker  127.0.0.1:" + broker.port() + " (embedded HiveMQ CE)   engine  " + leat.engine());
        out.println("Join in from another terminal:");
        out.println("  mosquitto_sub -V 5 -p " + broker.port() + " -t " + PROCESSED);
        out.println("  mosquitto_pub -V 5 -p " + broker.port() + " -t " + RAW
                + " -m '{\"temperature\":{\"value\":451,\"unit\":\"F\"}}'");
        out.println();
    }

    /** An outside client: publishes readings, and shows all that passes on both topics. */
    private static final class Watcher implements AutoCloseable {

        private static final long PATIENCE_SECONDS = 30;

        private final Mqtt5AsyncClient client;
        private final PrintWriter out;
        private final ObjectMapper json = new ObjectMapper();
        private long results;

        Watcher(int port, PrintWriter out) {
            this.out = out;
            this.client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("leat-demo-watcher")
                    .serverHost("127.0.0.1")
                    .serverPort(port)
                    .buildAsync();
            client.connect().join();
            client.publishes(
                    MqttGlobalPublishFilter.SUBSCRIBED,
                    publish -> show(publish.getTopic().toString(), publish.getPayloadAsBytes()));
            client.subscribeWith()
                    .topicFilter("sensor/temperature/+")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send()
                    .join();
        }

        void publish(double fahrenheit) {
            String payload = "{\"temperature\":{\"value\":" + fahrenheit + ",\"unit\":\"F\"}}";
            client.publishWith()
                    .topic(RAW)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload.getBytes(StandardCharsets.UTF_8))
                    .send()
                    .join();
        }

        private synchronized void show(String topic, byte[] payload) {
            boolean result = topic.equals(PROCESSED);
            out.printf(
                    "%-4s %12s  %s%n",
                    result ? "out" : "in", reading(payload), new String(payload, StandardCharsets.UTF_8));
            out.flush();
            if (result) {
                results++;
                notifyAll();
            }
        }

        private String reading(byte[] payload) {
            try {
                JsonNode temperature = json.readTree(payload).path("temperature");
                return temperature.path("value").isNumber()
                        ? String.format(
                                Locale.ROOT,
                                "%.1f \u00b0%s",
                                temperature.path("value").asDouble(),
                                temperature.path("unit").asText())
                        : "";
            } catch (IOException noJson) {
                return "";
            }
        }

        synchronized void awaitResults(long expected) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (results < expected) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException(
                            "only " + results + " of " + expected + " readings came out in " + PATIENCE_SECONDS + " s");
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }

        @Override
        public void close() {
            client.disconnect().join();
        }
    }
}
