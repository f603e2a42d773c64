package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packets to and from a broker over a connection of its own, for what is neither a source nor a sink: requests and their
 * responses.
 *
 * <p>QoS 1 throughout. Subscriptions are renewed after a reconnect that lost them, publishes under way are sent again.
 * What is received is acknowledged by hand, in the order of arrival: an acknowledgement waits for all earlier ones, and the
 * broker sends on while no more than {@code maxInFlight} wait. Safe for use by many threads.
 */
public final class MqttChannel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttChannel.class);

    /** The other side. Called by the client's event loop, and must not wait. */
    public interface Listener {

        /** @param acknowledgement to be run once, from any thread */
        void received(Mqtt5Publish publish, Runnable acknowledgement);

        /**
         * The connection is there, for the first time or again.
         *
         * @param subscriptionsKept whether nothing that was sent meanwhile is missed; otherwise all are being renewed
         */
        void connected(boolean subscriptionsKept);

        /** There will be no connection, for good. */
        void failed(MqttEndpointException reason);
    }

    private static final class Wanted {
        final CompletableFuture<@Nullable Void> granted = new CompletableFuture<>();

        // Guarded by this.
        private boolean asked;
        private int attempt;

        /** The number of the attempt that is to be made; empty where one is under way or has succeeded. */
        synchronized OptionalInt begin() {
            if (asked) {
                return OptionalInt.empty();
            }
            asked = true;
            return OptionalInt.of(++attempt);
        }

        synchronized void reconnected(boolean stillStands) {
            asked &= stillStands;
        }

        /** The connection broke under an attempt: the next one asks again, where it has not done so already. */
        synchronized void interrupted(int failedAttempt) {
            asked &= failedAttempt != attempt;
        }

        synchronized boolean isAsked() {
            return asked;
        }
    }

    private final MqttConnection connection;
    private final Listener listener;
    private final ConnectionUser user = new User();
    private final Outgoing outgoing;
    private final Map<String, Wanted> subscriptions = new ConcurrentHashMap<>();
    private volatile boolean connected;
    private volatile @Nullable MqttEndpointException failure;

    /**
     * Does not connect yet.
     *
     * @throws IllegalArgumentException where the options say another QoS than 1
     */
    public MqttChannel(MqttConnectionOptions options, Listener listener) {
        if (options.qos() != 1) {
            throw new IllegalArgumentException("requests and responses need QoS 1, not " + options.qos());
        }
        this.connection = new MqttConnection(options);
        this.listener = listener;
        this.outgoing = new Outgoing(options, listener::failed);
    }

    public MqttConnectionOptions options() {
        return connection.options();
    }

    /** Connects, and comes back by itself after that. */
    public void open() {
        connection.inbound().attach(new Receiver());
        connection.open(user);
    }

    /**
     * Subscribes to a filter, shared ones as {@code $share/group/filter}, until {@link #unsubscribe}.
     *
     * @return completes when the broker has granted it for the first time, where the connection is not there yet after that
     *     is; with an {@link MqttEndpointException} where the broker refuses it, or there is no connection for good
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID}
     */
    public CompletableFuture<@Nullable Void> subscribe(String filter) {
        TopicFilters parsed = new TopicFilters(List.of(filter));
        Wanted wanted = subscriptions.computeIfAbsent(filter, any -> new Wanted());
        MqttEndpointException over = failure;
        if (over != null) {
            wanted.granted.completeExceptionally(over);
        } else if (connected) {
            ask(filter, parsed, wanted);
        }
        return wanted.granted.copy();
    }

    /** Does not wait for the broker's answer: a few messages may still come. */
    public void unsubscribe(String filter) {
        Wanted wanted = subscriptions.remove(filter);
        if (wanted != null && wanted.isAsked() && connected) {
            var ending = connection
                    .client()
                    .unsubscribe(Mqtt5Unsubscribe.builder().topicFilter(filter).build())
                    .subscribe(
                            ended -> {}, failure -> LOG.debug("the subscription to {} did not end", filter, failure));
            LOG.debug("unsubscribing from {}: {}", filter, ending);
        }
    }

    /**
     * Publishes, in the order of calls, and waits for nothing: not even for the connection. Whoever calls bounds how many
     * are under way.
     */
    public void publish(Mqtt5Publish publish, PublishOutcome outcome) {
        outgoing.publish(publish, outcome);
    }

    /** Outcomes that are not known yet are not told any more. */
    @Override
    public void close() {
        connection.close(user);
    }

    private void ask(String filter, TopicFilters parsed, Wanted wanted) {
        OptionalInt attempt = wanted.begin();
        if (attempt.isEmpty()) {
            return;
        }
        Mqtt5Subscription subscription = Mqtt5Subscription.builder()
                .topicFilter(parsed.all().getFirst())
                .qos(MqttQos.AT_LEAST_ONCE)
                .retainHandling(Mqtt5RetainHandling.DO_NOT_SEND)
                .build();
        var asking = connection
                .client()
                .subscribe(
                        Mqtt5Subscribe.builder().addSubscription(subscription).build())
                .subscribe(
                        accepted -> onAnswer(filter, parsed, wanted, accepted.getReasonCodes(), null),
                        failure -> onFailure(filter, parsed, wanted, attempt.getAsInt(), failure));
        LOG.debug("subscribing to {}: {}", filter, asking);
    }

    private void onAnswer(
            String filter,
            TopicFilters parsed,
            Wanted wanted,
            List<Mqtt5SubAckReasonCode> answers,
            @Nullable Throwable cause) {
        var problem = SubscriptionAnswers.problem(connection.options(), parsed, MqttQos.AT_LEAST_ONCE, answers, cause);
        if (problem.isPresent()) {
            refused(filter, wanted, problem.get());
        } else {
            wanted.granted.complete(null);
        }
    }

    private void onFailure(String filter, TopicFilters parsed, Wanted wanted, int attempt, Throwable failure) {
        switch (failure) {
            case Mqtt5SubAckException refused ->
                onAnswer(filter, parsed, wanted, refused.getMqttMessage().getReasonCodes(), refused);
            // The next connection asks again.
            case ConnectionClosedException closed -> wanted.interrupted(attempt);
            case MqttSessionExpiredException expired -> wanted.interrupted(attempt);
            default ->
                refused(
                        filter,
                        wanted,
                        new MqttEndpointException(
                                MqttError.SUBSCRIPTION_REFUSED,
                                "no subscription to " + parsed + " at "
                                        + connection.options().address() + ": "
                                        + MqttEndpointException.reason(failure),
                                failure));
        }
    }

    /** Of a subscription that stood before, nobody waits to hear: it is warned about. */
    private void refused(String filter, Wanted wanted, MqttEndpointException reason) {
        subscriptions.remove(filter, wanted);
        if (!wanted.granted.completeExceptionally(reason)) {
            LOG.warn("{}", reason.getMessage());
        }
    }

    private final class User implements ConnectionUser {

        @Override
        public void connected(boolean subscriptionsKept) {
            outgoing.connected(connection.client());
            connected = true;
            subscriptions.forEach((filter, wanted) -> {
                wanted.reconnected(subscriptionsKept);
                ask(filter, new TopicFilters(List.of(filter)), wanted);
            });
            listener.connected(subscriptionsKept);
        }

        @Override
        public void failed(MqttEndpointException reason) {
            // First, so that a subscription that comes at the same time hears of it in either way.
            failure = reason;
            subscriptions.forEach((filter, wanted) -> wanted.granted.completeExceptionally(reason));
            listener.failed(reason);
        }
    }

    private final class Receiver implements Inbound.Receiver {

        @Override
        public boolean offer(Delivery delivery) {
            listener.received(delivery.publish(), delivery);
            return true;
        }

        @Override
        public void whenRoom(Runnable callback) {
            callback.run();
        }

        @Override
        public boolean isClosed() {
            return false;
        }
    }
}
