package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.PublishOutcome;
import dev.leat.service.state.protocol.StateStoreService;
import dev.leat.service.state.protocol.StateStoreTopics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifications of a state store on their way to clients, and who gets them. Safe for use by many threads. */
final class Notifications implements StateStoreService.Notifier {

    /** How many registrations a server holds. */
    static final int MOST_REGISTRATIONS = 100_000;

    /** How many notifications wait for the broker; further ones are dropped. */
    static final int MOST_WAITING = 10_000;

    /** How many bytes of values wait for the broker, one value counted for each client that is told of it. */
    static final long MOST_WAITING_BYTES = 256L << 20;

    /** Of characters that take a byte each. */
    private static final int LONGEST_TOPIC = 0xFFFF;

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private record Registration(String client, Bytes key) {}

    private final RpcConnection connection;
    private final BiConsumer<String, Bytes> ended;
    private final Map<String, Registration> byTopic = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** @param ended hears of a client and a key that the client is not told of any more */
    Notifications(RpcConnection connection, BiConsumer<String, Bytes> ended) {
        this.connection = connection;
        this.ended = ended;
    }

    /** False where there are too many, or where client id and key together are more than a topic holds. */
    boolean register(String client, Bytes key) {
        String topic = StateStoreTopics.notification(client, key);
        if (topic.length() > LONGEST_TOPIC) {
            return false;
        }
        return byTopic.containsKey(topic)
                || (byTopic.size() < MOST_REGISTRATIONS && byTopic.put(topic, new Registration(client, key)) == null);
    }

    boolean knows(String client, Bytes key) {
        return byTopic.containsKey(StateStoreTopics.notification(client, key));
    }

    void forget(String client, Bytes key) {
        byTopic.remove(StateStoreTopics.notification(client, key));
    }

    @Override
    public void send(String topic, Bytes payload, List<UserProperty> properties) {
        // Only the store's own thread comes here, so that a look before is as good as a reservation.
        if (waiting.get() >= MOST_WAITING || waitingBytes.get() + payload.length() > MOST_WAITING_BYTES) {
            if (dropped.getAndIncrement() == 0) {
                LOG.warn(
                        "{}",
                        RpcProblem.NOT_ANSWERED.says("notifications are dropped: " + waiting + " of "
                                + (waitingBytes.get() >> 20) + " MiB wait for the broker already"));
            }
            return;
        }
        waiting.incrementAndGet();
        waitingBytes.addAndGet(payload.length());
        Mqtt5Publish notification = Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.unsafeArray())
                .userProperties(Mqtt5UserProperties.of(properties.stream()
                        .map(one -> Mqtt5UserProperty.of(one.key(), one.value()))
                        .toList()))
                .build();
        connection.publish(notification, new PublishOutcome() {
            @Override
            public void published(boolean subscribed) {
                done();
                if (!subscribed) {
                    unheard(topic);
                }
            }

            @Override
            public void refused(MqttEndpointException reason) {
                done();
                Answered.warn(reason);
            }

            private void done() {
                waiting.decrementAndGet();
                waitingBytes.addAndGet(-payload.length());
            }
        });
    }

    private void unheard(String topic) {
        Registration registration = byTopic.remove(topic);
        if (registration != null) {
            LOG.debug("nobody has subscribed to {}: the registration ends", topic);
            ended.accept(registration.client(), registration.key());
        }
    }

    int registrations() {
        return byTopic.size();
    }
}
