package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.Mqtt5Unsubscribe;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.endpoint.RepeatedWarning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** For so long nothing must have come, from a session that is subscribed to nothing, to count as empty. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final long LOOK_MILLIS = 50;

    private final MqttConnection connection;
    private final TopicFilters filters;

    /** To be given up. */
    private final List<MqttTopicFilter> former;

    private final boolean leaving;
    private final MessageReader reader;
    private final RepeatedWarning stale = new RepeatedWarning(LOG, System::nanoTime);
    private final ConnectionUser user = new User();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final AtomicBoolean watching = new AtomicBoolean();

    /** Of a source that leaves: what was taken and is not acknowledged. */
    private final AtomicInteger open = new AtomicInteger();

    private volatile long lastSign;
    private volatile boolean left;
    private volatile boolean sessionOver;
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
        this(connection, MqttSourceOptions.of(topicFilters), clock);
    }

    /**
     * @param connection of this source alone, or shared with sinks
     * @param clock moved past each {@code __ts}, and asked for the time of messages without one
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID}
     */
    public MqttSource(MqttConnection connection, MqttSourceOptions options, HybridLogicalClock clock) {
        this.connection = connection;
        this.filters = new TopicFilters(options.topicFilters(), options.sharedGroup());
        this.leaving = options.leaving();
        this.former = options.formerFilters().stream()
                .flatMap(filter -> new TopicFilters(List.of(filter)).all().stream())
                .filter(filter -> leaving || !filters.all().contains(filter))
                .toList();
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

    /**
     * Whether what is published on a topic matches one of the filters.
     *
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID} where one is no filter
     * @throws IllegalArgumentException where the topic is none
     */
    public static boolean wouldRead(List<String> topicFilters, String topic) {
        return new TopicFilters(topicFilters).matches(MqttTopic.of(topic));
    }

    /** What it subscribes to, as it is written to the broker. */
    public List<String> topicFilters() {
        return filters.all().stream().map(Object::toString).toList();
    }

    /**
     * Completes when the broker has accepted the subscription, and has given up those that are not wanted any more; for a
     * source that leaves, when nothing more comes. Where the source is closed before, it does not complete.
     */
    public CompletableFuture<Void> settled() {
        return settled.copy();
    }

    /** Whether this source has left: all that its session held is acknowledged, and the session has ended with it. */
    public boolean isSessionOver() {
        return sessionOver;
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

    @Override
    public int mostUnacknowledged() {
        return connection.options().qos() == 0
                ? Integer.MAX_VALUE
                : connection.options().maxInFlight();
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
        if (left && open.get() == 0 && connection.inbound().isDrained()) {
            connection.endSession();
            sessionOver = true;
        }
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

    /** Gives up what is not wanted any more; where the connection goes before the answer, the next one does it. */
    private void giveUp(List<MqttTopicFilter> unwanted, Runnable done) {
        if (unwanted.isEmpty()) {
            done.run();
            return;
        }
        var ending = connection
                .client()
                .unsubscribe(
                        Mqtt5Unsubscribe.builder().addTopicFilters(unwanted).build())
                .subscribe(given -> done.run(), failure -> {
                    LOG.debug("{} were not given up", unwanted, failure);
                    unsubscribed();
                });
        LOG.debug("giving up {}: {}", unwanted, ending);
    }

    private void leave(Ingress ingress) {
        List<MqttTopicFilter> all = new ArrayList<>(former);
        filters.all().stream().filter(filter -> !former.contains(filter)).forEach(all::add);
        giveUp(all, () -> {
            LOG.info("gave up {} at {}", all, connection.options().address());
            subscription = Health.UP;
            lastSign = System.nanoTime();
            ready.complete(null);
            if (watching.compareAndSet(false, true)) {
                Thread.ofVirtual().name("leat-mqtt-leaving").start(() -> endWhenQuiet(ingress));
            }
        });
    }

    private void endWhenQuiet(Ingress ingress) {
        try {
            while (!ingress.isClosed()) {
                Thread.sleep(LOOK_MILLIS);
                boolean quiet = System.nanoTime() - lastSign > QUIET.toNanos();
                // With as much under way as it may send, the broker is silent whatever else it holds.
                boolean empty = open.get() == 0 && connection.inbound().isDrained();
                if (quiet && empty && health().state() == Health.State.UP) {
                    left = true;
                    settled.complete(null);
                    ingress.end();
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
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
            // Only now: in between, nothing that is wanted by both would come.
            giveUp(former, () -> settled.complete(null));
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
            lastSign = System.nanoTime();
            if (!subscriptionsKept) {
                unsubscribed();
            }
            if (open != null && subscribed.compareAndSet(false, true)) {
                if (leaving) {
                    leave(open);
                } else {
                    subscribe(open);
                }
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
            boolean taken = ingress.offer(
                    time,
                    reader.read(delivery.publish(), time),
                    reader.origin(delivery.publish()),
                    leaving ? counted(delivery) : delivery);
            if (leaving && !taken) {
                open.decrementAndGet();
            }
            return taken;
        }

        private Runnable counted(Delivery delivery) {
            lastSign = System.nanoTime();
            open.incrementAndGet();
            return () -> {
                delivery.acknowledge();
                lastSign = System.nanoTime();
                open.decrementAndGet();
            };
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
