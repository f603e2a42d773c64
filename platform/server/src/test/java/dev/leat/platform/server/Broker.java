package dev.leat.platform.server;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A mosquitto with a client beside the server under test. */
final class Broker implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final MosquittoServer server;
    private final Mqtt5AsyncClient client;
    private final BlockingQueue<Mqtt5Publish> received = new LinkedBlockingQueue<>();

    private Broker(MosquittoServer server) {
        this.server = server;
        this.client = Mqtt5Client.builder()
                .identifier("outside")
                .serverHost(server.host())
                .serverPort(server.port())
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        client.connectWith().cleanStart(false).sessionExpiryInterval(600).send().join();
    }

    static Broker start() {
        return new Broker(MosquittoServer.startPersistent());
    }

    MosquittoServer server() {
        return server;
    }

    LocalBroker local() {
        return LocalBroker.at(server.host(), server.port());
    }

    void subscribe(String filter) {
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(received::add)
                .send()
                .join();
    }

    void publish(String topic, String payload) {
        publish(topic, payload, Mqtt5UserProperties.of());
    }

    void publish(String topic, String payload, Mqtt5UserProperties properties) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .userProperties(properties)
                .send()
                .join();
    }

    /** The next message as {@code topic payload}. */
    String next() throws InterruptedException {
        Mqtt5Publish next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no message came within " + PATIENCE_SECONDS + " s");
        }
        return next.getTopic() + " " + new String(next.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    List<String> next(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all.stream().sorted().toList();
    }

    /** All that comes, until nothing has come for so long. */
    List<String> untilQuiet(Duration quiet) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (Mqtt5Publish next = received.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
                next != null;
                next = received.poll(quiet.toMillis(), TimeUnit.MILLISECONDS)) {
            all.add(next.getTopic() + " " + new String(next.getPayloadAsBytes(), StandardCharsets.UTF_8));
        }
        return all;
    }

    /** Whether the broker keeps a session under this client id; there is none afterwards. */
    boolean endSession(String clientId) {
        Mqtt5BlockingClient other = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(server.host())
                .serverPort(server.port())
                .buildBlocking();
        boolean present = other.connectWith().cleanStart(false).send().isSessionPresent();
        other.disconnect();
        return present;
    }

    /** Takes messages until all of these came, however often. */
    void awaitAll(Set<String> expected) throws InterruptedException {
        Set<String> missing = new TreeSet<>(expected);
        while (!missing.isEmpty()) {
            Mqtt5Publish next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(missing.size() + " of " + expected.size() + " never came, such as "
                        + missing.stream().limit(5).toList());
            }
            missing.remove(next.getTopic() + " " + new String(next.getPayloadAsBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        client.disconnect().handle((nothing, gone) -> nothing).join();
        server.close();
    }
}
