package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Timestamp;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A received message until it is acknowledged, which happens once, from any thread. */
final class Delivery implements Runnable {

    private final Mqtt5Publish publish;
    private final AtomicBoolean settled = new AtomicBoolean();
    private @Nullable Timestamp time;

    Delivery(Mqtt5Publish publish) {
        this.publish = publish;
    }

    Mqtt5Publish publish() {
        return publish;
    }

    /** The logical time, found out once however often the message is offered. For one thread at a time. */
    Timestamp time(MessageReader reader) {
        if (time == null) {
            time = reader.time(publish);
        }
        return time;
    }

    boolean isSettled() {
        return settled.get();
    }

    /** Lets the client send PUBACK, which it does in the order of arrival. Does nothing the second time. */
    void acknowledge() {
        if (settled.compareAndSet(false, true)) {
            publish.acknowledge();
        }
    }

    @Override
    public void run() {
        acknowledge();
    }
}
