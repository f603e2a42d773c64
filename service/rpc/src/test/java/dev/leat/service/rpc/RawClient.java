package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A client that knows MQTT and nothing else: the other side of a test, which speaks the protocols by hand. */
final class RawClient implements AutoCloseable {

    static final long PATIENCE_SECONDS = 60;

    private final Mqtt5AsyncClient client;
    private final BlockingQueue<Mqtt5Publish> received = new LinkedBlockingQueue<>();

    RawClient(MosquittoServer server, String clientId) {
        client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(server.host())
                .serverPort(server.port())
                .automaticReconnect()
                .initialDelay(50, TimeUnit.MILLISECONDS)
                .maxDelay(200, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .buildAsync();
        client.connectWith().cleanStart(true).send().join();
    }

    RawClient subscribe(String filter) {
        return subscribe(filter, received::add);
    }

    RawClient subscribe(String filter, Consumer<Mqtt5Publish> callback) {
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(callback)
                .send()
                .join();
        return this;
    }

    void unsubscribe(String filter) {
        client.unsubscribeWith().topicFilter(filter).send().join();
    }

    void publish(Mqtt5Publish publish) {
        client.publish(publish).join();
    }

    void publish(String topic, String payload, UnaryOperator<Mqtt5PublishBuilder.Complete> more) {
        publish(more.apply(Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(StandardCharsets.UTF_8)))
                .build());
    }

    /** Does not wait for the broker: from within a callback nobody may. */
    void publishLater(Mqtt5Publish publish) {
        var sending = client.publish(publish);
        sending.exceptionally(failure -> {
            throw new AssertionError(failure);
        });
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

    int waiting() {
        return received.size();
    }

    static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    static Optional<String> property(Mqtt5Publish publish, String name) {
        return publish.getUserProperties().asList().stream()
                .filter(property -> property.getName().toString().equals(name))
                .map(property -> property.getValue().toString())
                .findFirst();
    }

    static Map<String, String> properties(Mqtt5Publish publish) {
        Map<String, String> all = new LinkedHashMap<>();
        publish.getUserProperties()
                .asList()
                .forEach(one -> all.put(one.getName().toString(), one.getValue().toString()));
        return all;
    }

    static Mqtt5UserProperties properties(String... namesAndValues) {
        List<Mqtt5UserProperty> all = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(Mqtt5UserProperty.of(namesAndValues[i], namesAndValues[i + 1]));
        }
        return Mqtt5UserProperties.of(all);
    }

    static ByteBuffer correlation(long number) {
        return ByteBuffer.allocate(16).putLong(0xC0FFEE).putLong(number).flip();
    }

    static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocate(buffer.remaining()).put(buffer.duplicate()).flip();
    }

    @Override
    public void close() {
        client.disconnect().handle((nothing, gone) -> nothing).join();
    }
}
