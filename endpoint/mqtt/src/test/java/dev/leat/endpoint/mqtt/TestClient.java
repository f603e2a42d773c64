package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The world around the graph under test: publishes, and collects what comes out. Comes back when its broker does. */
final class TestClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Mqtt5AsyncClient client;
    private final BlockingQueue<Mqtt5Publish> received = new LinkedBlockingQueue<>();

    TestClient(MosquittoServer server, String clientId) {
        client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(server.host())
                .serverPort(server.port())
                .automaticReconnect()
                .initialDelay(50, TimeUnit.MILLISECONDS)
                .maxDelay(200, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
        client.connectWith().cleanStart(false).sessionExpiryInterval(600).send().join();
    }

    TestClient subscribe(String filter) {
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(received::add)
                .send()
                .join();
        return this;
    }

    void publish(String topic, String payload) {
        publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .build());
    }

    void publish(String topic, String payload, Mqtt5UserProperties properties) {
        publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .userProperties(properties)
                .build());
    }

    void publish(Mqtt5Publish publish) {
        client.publish(publish).join();
    }

    /** Publishes name-0 to name-(count-1) and returns when all are acknowledged. */
    void publishMany(String topic, String name, int count) {
        List<java.util.concurrent.CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(client.publish(Mqtt5Publish.builder()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload((name + "-" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .build()));
        }
        all.forEach(java.util.concurrent.CompletableFuture::join);
    }

    Mqtt5Publish next() throws InterruptedException {
        Mqtt5Publish next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no message came within " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    String nextText() throws InterruptedException {
        return text(next());
    }

    List<String> nextTexts(int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(nextText());
        }
        return texts;
    }

    /** Takes messages until all of these came, in whatever order and however often. */
    void awaitAll(Set<String> expected) throws InterruptedException {
        Set<String> missing = new TreeSet<>(expected);
        while (!missing.isEmpty()) {
            Mqtt5Publish next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(missing.size() + " of " + expected.size() + " never came, such as "
                        + missing.stream().limit(5).toList());
            }
            missing.remove(text(next));
        }
    }

    static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.disconnect().handle((nothing, gone) -> nothing).join();
    }
}
