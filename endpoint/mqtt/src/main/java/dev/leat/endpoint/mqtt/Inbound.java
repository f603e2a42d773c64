package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.endpoint.RepeatedWarning;
import io.reactivex.FlowableSubscriber;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection receives, on its way to the source.
 *
 * <p>Never waits: what the source has no room for stays here. Of QoS 1 that is at most what the receive maximum lets the
 * broker send, or, where the broker does not keep to it, 65,535 messages, and none is dropped. Of QoS 0, which nothing
 * holds back, it is at most {@code maxInFlight} messages: further ones are dropped. A message that cannot be read is
 * acknowledged and dropped, since the acknowledgements of all later ones wait for its own.
 *
 * <p>When the connection is lost, messages that are not acknowledged yet belong to the broker again, which sends them
 * once more.
 */
final class Inbound implements FlowableSubscriber<Mqtt5Publish> {

    /** The source's side. */
    interface Receiver {

        /** False where there is no room. */
        boolean offer(Delivery delivery);

        /** Runs the callback when there is room again. */
        void whenRoom(Runnable callback);

        /** Whether nothing will be taken any more. */
        boolean isClosed();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final MqttConnectionOptions options;
    private final RepeatedWarning exceeded = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning overflowed = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning unreadable = new RepeatedWarning(LOG, System::nanoTime);

    /** In the order of arrival; belongs to the event loop. */
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();

    /** Whether the client brings nothing more; belongs to the event loop. */
    private boolean ended;

    // Guarded by this.
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private int waitingAtMostOnce;
    private @Nullable Receiver receiver;
    private boolean asked;

    Inbound(MqttConnectionOptions options) {
        this.options = options;
    }

    /** @throws IllegalStateException where there is a receiver already */
    void attach(Receiver receiver) {
        synchronized (this) {
            if (this.receiver != null) {
                throw new IllegalStateException("an MQTT connection serves one source: give each a connection");
            }
            this.receiver = receiver;
        }
        drain();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        ended = false;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Mqtt5Publish publish) {
        Delivery delivery = new Delivery(publish);
        if (!isAtMostOnce(delivery)) {
            while (!unacknowledged.isEmpty() && unacknowledged.getFirst().isSettled()) {
                unacknowledged.removeFirst();
            }
            unacknowledged.add(delivery);
            if (unacknowledged.size() > options.maxInFlight()) {
                exceeded.warn(MqttError.RECEIVE_MAXIMUM_EXCEEDED.code() + ": the broker at " + options.address()
                        + " has " + unacknowledged.size() + " messages in flight, " + options.maxInFlight()
                        + " are allowed. " + MqttError.RECEIVE_MAXIMUM_EXCEEDED.hint());
            }
        }
        synchronized (this) {
            if (waiting.isEmpty() && receiver != null && take(receiver, delivery)) {
                return;
            }
            if (isAtMostOnce(delivery) && waitingAtMostOnce >= options.maxInFlight()) {
                drop(delivery);
            } else {
                waiting.add(delivery);
                waitingAtMostOnce += isAtMostOnce(delivery) ? 1 : 0;
            }
        }
        askForRoom();
    }

    private static boolean isAtMostOnce(Delivery delivery) {
        return delivery.publish().getQos() == MqttQos.AT_MOST_ONCE;
    }

    private void drop(Delivery delivery) {
        delivery.acknowledge();
        overflowed.warn(MqttError.MESSAGE_DROPPED.code() + ": a message of QoS 0 on '"
                + delivery.publish().getTopic() + "' from the broker at " + options.address()
                + " was dropped, as " + options.maxInFlight() + " wait already. " + MqttError.MESSAGE_DROPPED.hint());
    }

    /** False where there is no room. An exception must not reach the client: it would never acknowledge again. */
    private boolean take(Receiver receiver, Delivery delivery) {
        try {
            return receiver.offer(delivery);
        } catch (RuntimeException broken) {
            LOG.debug("a message was not taken", broken);
            unreadable.warn(MqttError.MESSAGE_UNREADABLE.code() + ": a message on '"
                    + delivery.publish().getTopic() + "' from the broker at " + options.address()
                    + " was dropped: " + MqttEndpointException.reason(broken) + ". "
                    + MqttError.MESSAGE_UNREADABLE.hint());
            delivery.acknowledge();
            return true;
        }
    }

    private void askForRoom() {
        Receiver asking;
        synchronized (this) {
            if (asked || waiting.isEmpty() || receiver == null || receiver.isClosed()) {
                return;
            }
            asked = true;
            asking = receiver;
        }
        asking.whenRoom(this::drain);
    }

    private void drain() {
        synchronized (this) {
            asked = false;
            while (!waiting.isEmpty() && receiver != null && take(receiver, waiting.getFirst())) {
                waitingAtMostOnce -= isAtMostOnce(waiting.removeFirst()) ? 1 : 0;
            }
        }
        askForRoom();
    }

    /** Whether the source has all that came. */
    synchronized boolean isDrained() {
        return waiting.isEmpty();
    }

    /**
     * From the event loop. Frees the client of the lost connection's messages: this sends nothing, as there is nobody to
     * send it to, and keeps them from counting towards the receive maximum of the next connection.
     */
    void connectionLost() {
        synchronized (this) {
            waiting.removeIf(delivery -> !isAtMostOnce(delivery));
        }
        unacknowledged.forEach(Delivery::acknowledge);
        unacknowledged.clear();
    }

    /**
     * From the event loop: whether the client brings nothing more, as the session is over, and subscriptions with it. Then
     * this is to be subscribed again.
     */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void onError(Throwable failure) {
        ended = true;
        LOG.debug("no more messages", failure);
    }

    @Override
    public void onComplete() {
        ended = true;
        LOG.debug("no more messages");
    }
}
