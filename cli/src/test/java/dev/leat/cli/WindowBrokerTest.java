package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows between topics of a real mosquitto, in a process of their own. */
class WindowBrokerTest {

    private static final long WINDOW = 1_758_255_560_000L;

    /** More than mosquitto leaves unacknowledged: without checkpoints the window would never fill. */
    private static final int MESSAGES = 60;

    @TempDir
    private Path directory;

    @Test
    void aWindowSurvivesAKilledProcessAndHoldsMoreThanTheBrokerLeavesUnacknowledged() throws Exception {
        try (MosquittoServer broker = MosquittoServer.startPersistent()) {
            Mqtt5BlockingClient client = client(broker);
            BlockingQueue<Mqtt5Publish> results = subscribe(client);
            Process first = start(broker, "--clock", "event");
            leat().awaitSubscribed();
            for (int i = 0; i < MESSAGES; i++) {
                publish(client, WINDOW - 5000 + i, i);
            }
            leat().await(() -> readingsInLatestCheckpoint() >= MESSAGES);
            // By the time that a checkpoint holds one more, those before it are acknowledged; that one may not be yet.
            publish(client, WINDOW - 2000, 0);
            leat().await(() -> readingsInLatestCheckpoint() >= MESSAGES + 1);
            first.destroyForcibly().waitFor();

            Process second = start(broker, "--clock", "event");
            publish(client, WINDOW - 1, 1000);
            publish(client, WINDOW + 60_000, 0);
            Mqtt5Publish result = results.poll(60, TimeUnit.SECONDS);

            assertThat(result).as("log: %s", leat().text()).isNotNull();
            assertThat(text(result)).containsPattern("\"count\":(" + (MESSAGES + 2) + "|" + (MESSAGES + 3) + "),");
            assertThat(leat().text()).contains("goes on from");
            LeatProcess.end(second);
            client.disconnect();
        }
    }

    @Test
    void aWindowClosesWhileTheTopicIsSilent() throws Exception {
        try (MosquittoServer broker = MosquittoServer.start()) {
            Mqtt5BlockingClient client = client(broker);
            BlockingQueue<Mqtt5Publish> results = subscribe(client);
            Process process = start(broker, "--idle-after", "0.2", "--allowed-lateness", "0.1");
            leat().awaitSubscribed();
            client.publishWith()
                    .topic("oven/raw")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload(20))
                    .send();

            Mqtt5Publish result = results.poll(60, TimeUnit.SECONDS);
            assertThat(result).as("log: %s", leat().text()).isNotNull();
            assertThat(text(result)).contains("\"count\":1,");
            LeatProcess.end(process);
            client.disconnect();
        }
    }

    private LeatProcess leat() {
        return new LeatProcess(directory.resolve("leat.log"));
    }

    private Process start(MosquittoServer broker, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                Command.root()
                        .resolve("examples/window-average/window-average.yaml")
                        .toString(),
                "--broker",
                broker.host() + ":" + broker.port(),
                "--source",
                "oven/raw",
                "--destination",
                "oven/average",
                "--state-dir",
                directory.resolve("state").toString()));
        arguments.addAll(List.of(more));
        return leat().start(arguments);
    }

    private long readingsInLatestCheckpoint() throws IOException {
        Path state = directory.resolve("state");
        if (!Files.isDirectory(state)) {
            return 0;
        }
        try (var files = Files.list(state)) {
            Path latest = files.filter(file -> file.getFileName().toString().endsWith(".leat"))
                    .sorted()
                    .reduce((one, two) -> two)
                    .orElse(null);
            if (latest == null) {
                return 0;
            }
            String content = new String(Files.readAllBytes(latest), StandardCharsets.ISO_8859_1);
            return content.split("\\{\"temperature\"", -1).length - 1;
        } catch (NoSuchFileException replaced) {
            return 0;
        }
    }

    private static Mqtt5BlockingClient client(MosquittoServer broker) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier("outside")
                .serverHost(broker.host())
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    private static BlockingQueue<Mqtt5Publish> subscribe(Mqtt5BlockingClient client) {
        BlockingQueue<Mqtt5Publish> results = new LinkedBlockingQueue<>();
        client.toAsync()
                .subscribeWith()
                .topicFilter("oven/average")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(results::add)
                .send()
                .join();
        return results;
    }

    private static void publish(Mqtt5BlockingClient client, long time, int celsius) {
        client.publishWith()
                .topic("oven/raw")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload(celsius))
                .userProperties(Mqtt5UserProperties.builder()
                        .add("__ts", time + ":0:oven")
                        .build())
                .send();
    }

    private static byte[] payload(int celsius) {
        return ("{\"temperature\":{\"value\":" + celsius + ",\"unit\":\"C\"}}").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }
}
