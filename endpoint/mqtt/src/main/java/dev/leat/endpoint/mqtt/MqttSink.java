package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.data.Origin;
import dev.leat.endpoint.Backoff;
import dev.leat.endpoint.RepeatedWarning;
import io.reactivex.FlowableSubscriber;
import io.reactivex.processors.FlowableProcessor;
import io.reactivex.processors.UnicastProcessor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records to an MQTT broker, in order, and confirms each on its PUBACK (with QoS 0, when it is written).
 *
 * <p>At most {@code maxInFlight} records are under way. They survive a lost connection: they are sent again on the next
 * one, in their order, so that the destination may see some of them twice.
 *
 * <p>A PUBACK with a reason code is final where it speaks of the message itself (topic name invalid, payload format
 * invalid), as is a message that is larger than the broker allows: the record fails. Every other reason (not authorized,
 * quota exceeded, implementation specific, unspecified) is the broker's, who may think better of it: the message is
 * published again, with growing pauses, until it expires, behind those that went out meanwhile.
 *
 * <p>A record whose message has expired is dropped and confirmed: it was to be worth nothing by then.
 */
public final class MqttSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSink.class);

    private final MqttConnection connection;
    private final MessageWriter writer;
    private final int window;
    private final InstantSource wallClock;
    private final RepeatedWarning deferred = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning tooLate = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning notRetained = new RepeatedWarning(LOG, System::nanoTime);
    private final AtomicLong expired = new AtomicLong();
    private final ConnectionUser user = new User();
    private final Queue<InFlight> inFlight = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlightCount = new AtomicInteger();
    private final FlowableProcessor<Mqtt5Publish> publishes =
            UnicastProcessor.<Mqtt5Publish>create().toSerialized();
    private final AtomicBoolean publishing = new AtomicBoolean();
    private volatile @Nullable Egress egress;
    private volatile boolean closed;

    /** How many messages the broker did not take and has not taken since. */
    private final AtomicInteger refusals = new AtomicInteger();

    private volatile String refusal = "";

    /** Belongs to the event loop. */
    private final Backoff backoff = new Backoff(
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            () -> ThreadLocalRandom.current().nextDouble());

    /**
     * @param expiresAt in milliseconds since the epoch
     * @param refused whether the broker did not take it the last time
     */
    private record InFlight(Mqtt5Publish publish, Confirmation confirmation, long expiresAt, boolean refused) {}

    /**
     * @param connection of this sink alone, or shared with others and with a source
     */
    public MqttSink(MqttConnection connection, MqttSinkOptions options) {
        this(connection, options, InstantSource.system());
    }

    MqttSink(MqttConnection connection, MqttSinkOptions options, InstantSource wallClock) {
        this.connection = connection;
        this.wallClock = wallClock;
        this.writer = new MessageWriter(options, connection.options().qos(), wallClock);
        this.window = connection.options().maxInFlight();
    }

    @Override
    public void start(Egress egress) {
        this.egress = egress;
        connection.open(user);
    }

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        if (inFlightCount.get() >= window) {
            return false;
        }
        long expiresAt = record.origin().expiresAt();
        if (isExpired(expiresAt)) {
            drop(confirmation, record.origin().topic().asUtf8());
            return true;
        }
        boolean retain = writer.wouldRetain(record);
        if (retain && !connection.wasConnected()) {
            return false; // Only then the broker has said whether it retains.
        }
        if (retain && !connection.isRetainAvailable()) {
            notRetained.warn(MqttError.RETAIN_UNAVAILABLE.code() + ": the broker at "
                    + connection.options().address() + " keeps no messages. " + MqttError.RETAIN_UNAVAILABLE.hint());
        }
        Mqtt5Publish publish;
        try {
            publish = writer.write(record, connection.isRetainAvailable());
        } catch (MqttEndpointException impossible) {
            confirmation.failed(impossible);
            return true;
        }
        inFlightCount.incrementAndGet();
        send(new InFlight(publish, confirmation, expiresAt, false));
        return true;
    }

    /** How many records were dropped and confirmed as their messages had expired. From any thread. */
    public long expired() {
        return expired.get();
    }

    private boolean isExpired(long expiresAt) {
        return expiresAt != Origin.NEVER && wallClock.millis() >= expiresAt;
    }

    private void drop(Confirmation confirmation, String topic) {
        expired.incrementAndGet();
        tooLate.warn(MqttError.MESSAGE_EXPIRED.code() + ": a message of '" + topic + "' expired before the broker at "
                + connection.options().address() + " had it, and was dropped. " + MqttError.MESSAGE_EXPIRED.hint());
        confirmation.done();
    }

    private void send(InFlight message) {
        inFlight.add(message);
        publishes.onNext(message.publish());
    }

    private void onResult(Mqtt5PublishResult result) {
        InFlight message = take(result.getPublish());
        Optional<Throwable> error = result.getError();
        if (error.isEmpty()) {
            backoff.reset();
            end(message);
            message.confirmation().done();
        } else if (isFinal(error.get())) {
            end(message);
            message.confirmation()
                    .failed(new MqttEndpointException(
                            MqttError.PUBLISH_REFUSED,
                            "the broker at " + connection.options().address() + " does not take a message on '"
                                    + message.publish().getTopic() + "': " + reason(error.get()),
                            error.get()));
        } else {
            sendAgain(message, error.get());
        }
    }

    /** It is under way no more. */
    private void end(InFlight message) {
        inFlightCount.decrementAndGet();
        if (message.refused()) {
            refusals.decrementAndGet();
        }
    }

    private void sendAgain(InFlight message, Throwable error) {
        if (closed) {
            return;
        }
        String what = MqttError.PUBLISH_DEFERRED.code() + ": the broker at "
                + connection.options().address() + " did not take a message on '"
                + message.publish().getTopic() + "': " + reason(error) + ". " + MqttError.PUBLISH_DEFERRED.hint();
        deferred.warn(what);
        refusal = what;
        if (!message.refused()) {
            refusals.incrementAndGet();
        }
        InFlight again = new InFlight(message.publish(), message.confirmation(), message.expiresAt(), true);
        CompletableFuture.delayedExecutor(backoff.nextMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> sendOrDrop(again));
    }

    private void sendOrDrop(InFlight message) {
        if (isExpired(message.expiresAt())) {
            end(message);
            drop(message.confirmation(), message.publish().getTopic().toString());
        } else {
            send(message);
        }
    }

    private static boolean isFinal(Throwable error) {
        return switch (error) {
            case Mqtt5PubAckException refused ->
                switch (refused.getMqttMessage().getReasonCode()) {
                    case TOPIC_NAME_INVALID, PAYLOAD_FORMAT_INVALID -> true;
                    case SUCCESS,
                            NO_MATCHING_SUBSCRIBERS,
                            UNSPECIFIED_ERROR,
                            IMPLEMENTATION_SPECIFIC_ERROR,
                            NOT_AUTHORIZED,
                            PACKET_IDENTIFIER_IN_USE,
                            QUOTA_EXCEEDED -> false;
                };
            // The client could not even write it: larger than the broker said it takes, or than MQTT can say.
            case MqttEncodeException unwritable -> true;
            default -> false;
        };
    }

    static String reason(Throwable error) {
        return error instanceof Mqtt5PubAckException refused
                ? ConnectionFailures.words(refused.getMqttMessage().getReasonCode())
                        + refused.getMqttMessage()
                                .getReasonString()
                                .map(text -> " (" + text + ")")
                                .orElse("")
                : MqttEndpointException.reason(error);
    }

    /** Results come in the order of sending, but for those that the client fails on its own. */
    @SuppressWarnings("ReferenceEquality") // equal messages are not the same message
    private InFlight take(Mqtt5Publish publish) {
        for (Iterator<InFlight> messages = inFlight.iterator(); messages.hasNext(); ) {
            InFlight message = messages.next();
            if (message.publish() == publish) {
                messages.remove();
                return message;
            }
        }
        throw new IllegalStateException("a result for a message that was not sent: " + publish);
    }

    /** Up while the broker takes what it is sent. */
    @Override
    public Health health() {
        Health there = connection.health();
        return there.state() == Health.State.UP && refusals.get() > 0 ? Health.down(refusal) : there;
    }

    @Override
    public void close() {
        closed = true;
        connection.close(user);
    }

    private void fail(Throwable reason) {
        Egress open = egress;
        if (open != null && !closed) {
            open.fail(reason);
        }
    }

    private final class User implements ConnectionUser {

        @Override
        public void connected(boolean subscriptionsKept) {
            if (publishing.compareAndSet(false, true)) {
                connection.client().publish(publishes).subscribe(new Results());
            }
            Egress open = egress;
            if (open != null) {
                open.wake();
            }
        }

        @Override
        public void failed(MqttEndpointException reason) {
            fail(reason);
        }
    }

    /** Called by the event loop. */
    private final class Results implements FlowableSubscriber<Mqtt5PublishResult> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Mqtt5PublishResult result) {
            onResult(result);
        }

        @Override
        public void onError(Throwable failure) {
            fail(failure);
        }

        @Override
        public void onComplete() {
            LOG.debug("no more publishes");
        }
    }
}
