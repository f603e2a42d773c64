package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat serve} as a process, with the commands that speak with it. */
@Timeout(240)
final class ServeCommandsTest {

    private static final Path RESOURCES = Command.root().resolve("examples/serve/temperature.yaml");
    private static final String READING = "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}";

    @TempDir
    private Path folder = Path.of("");

    private Command.Outcome ask(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        return Command.run(all.toArray(String[]::new));
    }

    private Process serve(MosquittoServer broker, LeatProcess log, int times) throws Exception {
        Process serving = log.start(List.of(
                "serve",
                "--local-broker",
                broker.host() + ":" + broker.port(),
                "--artifacts",
                Command.root().resolve("examples/graph-simple").toString(),
                "--listen",
                "0",
                "--state-dir",
                folder.resolve("state").toString()));
        log.await(() -> log.text().split("API at ", -1).length > times);
        return serving;
    }

    @Test
    void whatIsAppliedRunsThroughAKillUntilItIsDeleted() throws Exception {
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        assertThat(ask("get").err()).startsWith("LEAT-CLI-011: ");
        try (MosquittoServer broker = MosquittoServer.start()) {
            Mqtt5BlockingClient client = listen(broker);
            Process first = serve(broker, log, 1);
            try (Mqtt5Publishes results = client.publishes(MqttGlobalPublishFilter.ALL)) {
                assertThat(ask("diff", RESOURCES.toString()).exitCode()).isOne();
                Command.Outcome applied = ask("apply", RESOURCES.toString(), "--wait");
                assertThat(applied.exitCode()).as(applied.err() + applied.out()).isZero();
                assertThat(applied.out()).contains("temperature created").contains("temperature Available");
                assertThat(ask("diff", RESOURCES.toString()).exitCode()).isZero();
                publish(client);
                assertThat(payload(results)).contains("\"value\":100.0");

                first.destroyForcibly().waitFor();
                publish(client);
                Process second = serve(broker, log, 2);
                try {
                    assertThat(payload(results)).contains("\"value\":100.0");
                    assertThat(ask("get", "graphs").out())
                            .contains("temperature")
                            .contains("Available");
                    assertThat(ask("get", "graph", "temperature", "-o", "yaml").out())
                            .contains("kind: DataflowGraph")
                            .contains("provisioningState: Succeeded");
                    assertThat(ask("describe", "temperature").out())
                            .contains("graph-simple:1.0.0")
                            .contains("sha256:");
                    assertThat(ask("logs", "temperature").out()).contains("it runs");
                    assertThat(ask("top", "--once", "--every", "1").out()).contains("IN/S");
                    Path broken = folder.resolve("broken.yaml");
                    Files.writeString(broken, Files.readString(RESOURCES).replace("nodeType: Graph", "nodeType: Grph"));
                    Command.Outcome refused = ask("apply", broken.toString());
                    assertThat(refused.exitCode()).isEqualTo(2);
                    assertThat(refused.err())
                            .contains("LEAT-CLI-012")
                            .contains("broken.yaml:")
                            .contains("'Grph'");
                    assertThat(ask("get", "widgets").err()).startsWith("LEAT-CLI-003: ");
                    assertThat(ask("delete", "temperature").exitCode()).isZero();
                    assertThat(ask("get", "graphs").out()).doesNotContain("temperature");
                    assertThat(ask("delete", "temperature").exitCode()).isEqualTo(2);
                } finally {
                    LeatProcess.end(second);
                }
            } finally {
                first.destroyForcibly();
                client.disconnect();
            }
        }
        assertThat(ask("get").exitCode()).isOne();
    }

    @Test
    void killsUnderLoadLoseNothingAndKeepTheOrder() throws Exception {
        int count = 1_500;
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        try (MosquittoServer broker =
                MosquittoServer.start("allow_anonymous true", "persistence false", "max_queued_messages 0")) {
            Mqtt5BlockingClient client = listen(broker);
            Process serving = serve(broker, log, 1);
            try (Mqtt5Publishes results = client.publishes(MqttGlobalPublishFilter.ALL)) {
                assertThat(ask("apply", RESOURCES.toString(), "--wait").exitCode())
                        .isZero();
                Thread publisher = Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < count; i++) {
                        publish(client, "{\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
                        LockSupport.parkNanos(4_000_000);
                    }
                });
                for (int kill = 2; kill <= 3; kill++) {
                    Thread.sleep(700);
                    assertThat(publisher.isAlive()).isTrue();
                    serving.destroyForcibly().waitFor();
                    serving = serve(broker, log, kill);
                }
                publisher.join();
                Set<Integer> came = new LinkedHashSet<>();
                while (came.size() < count) {
                    came.add(Integer.parseInt(payload(results).replaceAll("\\D+(\\d+).*", "$1")));
                }
                assertThat(came)
                        .containsExactlyElementsOf(
                                IntStream.range(0, count).boxed().toList());
            } finally {
                LeatProcess.end(serving);
                client.disconnect();
            }
        }
    }

    /** A client that gets the results. */
    private static Mqtt5BlockingClient listen(MosquittoServer broker) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .serverHost(broker.host())
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        client.subscribeWith()
                .topicFilter("sensor/temperature/processed")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        return client;
    }

    private static void publish(Mqtt5BlockingClient client) {
        publish(client, READING);
    }

    private static void publish(Mqtt5BlockingClient client, String reading) {
        client.publishWith()
                .topic("sensor/temperature/raw")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(reading.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static String payload(Mqtt5Publishes results) throws InterruptedException {
        return results.receive(60, TimeUnit.SECONDS)
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .orElse("nothing came");
    }
}
