package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.endpoint.RepeatedWarning;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records from an MQTT broker.
 *
 * <p>A message is acknowledged to the broker when the record it became is (so, behind an {@link MqttSink}, after the
 * destination's PUBACK), in the order of arrival. With a persistent session, what is not acknowledged when the connection
 * or the process ends is delivered again: at least once.
 *
 * <p>The logical time is that of the user property {@code __ts}, or else the clock's at arrival; see
 * {@link MessageReader} for what of a message is kept.
 */
public final class MqttSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSource.class);

    private final MqttConnection connection;
    private final TopicFilters filters;
    private final MessageReader reader;
    private final RepeatedWarning stale = new RepeatedWarning(LOG, System::nanoTime);
    private final ConnectionUser user = new User();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile Health subscription = Health.STARTING;
    private volatile @Nullable Ingress ingress;

    /**
     * @param connection of this source alone, or shared with sinks
     * @param topicFilters at least one; shared subscriptions as {@code $share/group/filter} or
     *     {@code $shared/group/filter}
     * @param clock moved past each {@code __ts}, and asked for the time of messages without one
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID}
     */
    public MqttSource(MqttConnection connection, List<String> topicFilters, HybridLogicalClock clock) {
        this(connection, new MqttSourceOptions(topicFilters, Optional.empty()), clock);
    }

    /**
     * @param connection of this source alone, or shared with sinks
     * @param clock moved past each {@code __ts}, and asked for the time of messages without one
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID}
     */
    public MqttSource(MqttConnection connection, MqttSourceOptions options, HybridLogicalClock clock) {
        this.connection = connection;
        this.filters = new TopicFilters(options.topicFilters(), options.sharedGroup());
        this.reader = new MessageReader(
                clock,
                InstantSource.system(),
                new RepeatedWarning(LOG, System::nanoTime),
                new RepeatedWarning(LOG, System::nanoTime),
                this::countUnreadableTime);
    }

    private void countUnreadableTime() {
        Ingress open = ingress;
        if (open != null) {
            open.countUnreadableTime();
        }
    }

    /**
     * Completes when the broker has accepted the subscription for the first time: what is published from now on arrives.
     * Completes with an {@link MqttEndpointException} where that will not happen, and with an
     * {@link IllegalStateException} where this source is closed before.
     */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    @Override
    public void start(Ingress ingress) {
        this.ingress = ingress;
        try {
            connection.inbound().attach(new IngressReceiver(ingress));
            connection.open(user);
        } catch (RuntimeException unusable) {
            ready.completeExceptionally(unusable);
            throw unusable;
        }
    }

    @Override
    public int capacity() {
        return connection.options().maxInFlight();
    }

    /** Up while the broker has accepted the subscription. */
    @Override
    public Health health() {
        Health there = connection.health();
        return there.state() == Health.State.UP ? subscription : there;
    }

    @Override
    public void close() {
        ready.completeExceptionally(new IllegalStateException(
                "the source was closed before the broker accepted the subscription to " + filters));
        connection.close(user);
    }

    private void subscribe(Ingress ingress) {
        MqttQos qos = connection.options().qos() == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE;
        List<Mqtt5Subscription> subscriptions =
                filters.all().stream().map(filter -> subscription(filter, qos)).toList();
        var subscribing = connection
                .client()
                .subscribe(Mqtt5Subscribe.builder()
                        .addSubscriptions(subscriptions)
                        .userProperties(Approach.properties(connection.options().subscribeProperties()))
                        .build())
                .subscribe(
                        accepted -> onAnswer(ingress, qos, accepted.getReasonCodes(), null),
                        failure -> onFailure(ingress, qos, failure));
        LOG.debug("subscribing: {}", subscribing);
    }

    private static Mqtt5Subscription subscription(MqttTopicFilter filter, MqttQos qos) {
        return Mqtt5Subscription.builder()
                .topicFilter(filter)
                .qos(qos)
                .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                // A destination that is to retain the same messages must hear of each that is.
                .retainAsPublished(true)
                .build();
    }

    private void onAnswer(
            Ingress ingress, MqttQos asked, List<Mqtt5SubAckReasonCode> answers, @Nullable Throwable cause) {
        var problem = SubscriptionAnswers.problem(connection.options(), filters, asked, answers, cause);
        if (problem.isPresent()) {
            fail(ingress, problem.get());
        } else {
            LOG.info("subscribed to {} at {}", filters, connection.options().address());
            subscription = Health.UP;
            ready.complete(null);
        }
    }

    private void onFailure(Ingress ingress, MqttQos asked, Throwable failure) {
        switch (failure) {
            case Mqtt5SubAckException refused ->
                onAnswer(ingress, asked, refused.getMqttMessage().getReasonCodes(), refused);
            case ConnectionClosedException closed -> unsubscribed();
            case MqttSessionExpiredException expired -> unsubscribed();
            default ->
                fail(
                        ingress,
                        new MqttEndpointException(
                                MqttError.SUBSCRIPTION_REFUSED,
                                "no subscription to " + filters + " at "
                                        + connection.options().address() + ": "
                                        + MqttEndpointException.reason(failure),
                                failure));
        }
    }

    private void unsubscribed() {
        subscription = Health.STARTING;
        subscribed.set(false);
    }

    private void fail(Ingress ingress, MqttEndpointException reason) {
        subscription = Health.down(reason.getMessage());
        ready.completeExceptionally(reason);
        ingress.fail(reason);
    }

    private final class User implements ConnectionUser {

        @Override
        public void connected(boolean subscriptionsKept) {
            Ingress open = ingress;
            if (!subscriptionsKept) {
                unsubscribed();
            }
            if (open != null && subscribed.compareAndSet(false, true)) {
                subscribe(open);
            }
        }

        @Override
        public void failed(MqttEndpointException reason) {
            Ingress open = ingress;
            if (open != null) {
                fail(open, reason);
            }
        }
    }

    private final class IngressReceiver implements Inbound.Receiver {

        private final Ingress ingress;

        IngressReceiver(Ingress ingress) {
            this.ingress = ingress;
        }

        @Override
        public boolean offer(Delivery delivery) {
            if (!filters.matches(delivery.publish().getTopic())) {
                stale.warn(MqttError.SUBSCRIPTION_STALE.code() + ": a message on '"
                        + delivery.publish().getTopic()
                        + "' matches none of " + filters + " and was dropped. " + MqttError.SUBSCRIPTION_STALE.hint());
                delivery.acknowledge();
                return true;
            }
            Timestamp time = delivery.time(reader);
            return ingress.offer(
                    time, reader.read(delivery.publish(), time), reader.origin(delivery.publish()), delivery);
        }

        @Override
        public void whenRoom(Runnable callback) {
            ingress.whenRoom(callback);
        }

        @Override
        public boolean isClosed() {
            return ingress.isClosed();
        }
    }
}
