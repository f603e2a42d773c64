package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.endpoint.mqtt.Certificates;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code leat run --broker} as a process of its own, on a real mosquitto. */
class BrokerRunTest {

    private static final String RAW = "sensor/temperature/raw";
    private static final String PROCESSED = "sensor/temperature/processed";
    private static final int MESSAGES = 300;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"idle/+, idle/out, true", "$share/g/#, idle/out, true", "idle/+, busy/out, false"})
    void whatWouldComeInAgainIsWarnedAbout(String source, String destination, boolean warned) {
        Command.Outcome outcome = Command.run(
                "run",
                Command.graphSimple(),
                "--broker",
                "127.0.0.1:1",
                "--source",
                source,
                "--destination",
                destination);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().contains("'" + destination + "' comes in again by --source " + source))
                .isEqualTo(warned);
    }

    @Test
    void fahrenheitOnOneTopicIsCelsiusOnTheOther() throws Exception {
        try (MosquittoServer broker = MosquittoServer.start()) {
            Mqtt5BlockingClient client = client(broker, "outside");
            BlockingQueue<Mqtt5Publish> processed = subscribe(client);
            Process process = start(broker);
            leat().awaitSubscribed();

            publish(client, 212);

            Mqtt5Publish result = processed.poll(60, TimeUnit.SECONDS);
            assertThat(result).isNotNull();
            assertThat(text(result)).contains("\"value\":100.0").contains("\"unit\":\"C\"");
            LeatProcess.end(process);
            client.disconnect();
        }
    }

    @Test
    void nothingIsLostWhenTheProcessIsKilledAndStartedAgain() throws Exception {
        try (MosquittoServer broker = MosquittoServer.startPersistent()) {
            Mqtt5BlockingClient client = client(broker, "outside");
            BlockingQueue<Mqtt5Publish> processed = subscribe(client);
            Set<String> seen = ConcurrentHashMap.newKeySet();
            Process first = start(broker);
            leat().awaitSubscribed();

            for (int i = 0; i < MESSAGES; i++) {
                publish(client, i);
                if (i == MESSAGES / 2) {
                    first.destroyForcibly().waitFor();
                }
            }
            Process second = start(broker);

            while (seen.size() < MESSAGES) {
                Mqtt5Publish result = processed.poll(60, TimeUnit.SECONDS);
                assertThat(result).as("after %d of %d", seen.size(), MESSAGES).isNotNull();
                seen.add(text(result));
            }
            LeatProcess.end(second);
            client.disconnect();
        }
    }

    @Test
    void aRecordingIsWholeWhenTheProcessIsToldToStop() throws Exception {
        Path recording = directory.resolve("run.recording");
        try (MosquittoServer broker = MosquittoServer.start()) {
            Mqtt5BlockingClient client = client(broker, "outside");
            BlockingQueue<Mqtt5Publish> processed = subscribe(client);
            Process process = start(broker, "--record", recording.toString());
            leat().awaitSubscribed();
            for (int i = 0; i < 20; i++) {
                publish(client, i);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(processed.poll(60, TimeUnit.SECONDS)).isNotNull();
            }
            LeatProcess.end(process);
            client.disconnect();
        }
        Command.Outcome replay = Command.run("replay", recording.toString());

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(replay.out().lines()).hasSize(20);
    }

    @Test
    void aBrokerThatWantsCertificatesGetsThemOverTcpAndWebSocket() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued server = authority.broker();
        Certificates.Issued device = authority.client("device-1", "ec");
        for (String scheme : List.of("mqtts", "wss")) {
            try (MosquittoServer broker = MosquittoServer.start(
                    "allow_anonymous true",
                    "listener SECOND_PORT 127.0.0.1",
                    scheme.equals("wss") ? "protocol websockets" : "protocol mqtt",
                    "cafile " + authority.authority(),
                    "certfile " + server.certificate(),
                    "keyfile " + server.key(),
                    "require_certificate true")) {
                Mqtt5BlockingClient client = client(broker, "outside");
                BlockingQueue<Mqtt5Publish> processed = subscribe(client);
                LeatProcess leat = new LeatProcess(directory.resolve(scheme + ".log"));
                Process process = leat.start(List.of(
                        "run",
                        Command.graphSimple(),
                        "--broker",
                        scheme + "://localhost:" + broker.secondPort(),
                        "--ca",
                        authority.authority().toString(),
                        "--cert",
                        device.certificate().toString(),
                        "--key",
                        device.key().toString(),
                        "--source",
                        RAW,
                        "--destination",
                        PROCESSED));
                leat.awaitSubscribed();
                publish(client, 212);
                Mqtt5Publish result = processed.poll(60, TimeUnit.SECONDS);
                assertThat(result).isNotNull();
                assertThat(text(result)).contains("\"value\":100.0");
                LeatProcess.end(process);
                client.disconnect();
            }
        }
    }

    private LeatProcess leat() {
        return new LeatProcess(directory.resolve("leat.log"));
    }

    private Process start(MosquittoServer broker, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                Command.graphSimple(),
                "--broker",
                broker.host() + ":" + broker.port(),
                "--source",
                RAW,
                "--destination",
                PROCESSED));
        arguments.addAll(List.of(more));
        return leat().start(arguments);
    }

    private static Mqtt5BlockingClient client(MosquittoServer broker, String id) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier(id)
                .serverHost(broker.host())
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    private static BlockingQueue<Mqtt5Publish> subscribe(Mqtt5BlockingClient client) {
        BlockingQueue<Mqtt5Publish> processed = new LinkedBlockingQueue<>();
        client.toAsync()
                .subscribeWith()
                .topicFilter(PROCESSED)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(processed::add)
                .send()
                .join();
        return processed;
    }

    private static void publish(Mqtt5BlockingClient client, int fahrenheit) {
        client.publishWith()
                .topic(RAW)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(("{\"temperature\":{\"value\":" + fahrenheit + ",\"unit\":\"F\"}}")
                        .getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }
}
