package dev.leat.service.rpc;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.endpoint.mqtt.MqttChannel;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.PublishOutcome;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a broker for requests and responses, shared by any number of clients and servers of this package. It
 * comes back by itself when it is lost: what is under way is then sent again, and subscriptions are renewed. Safe for use
 * by many threads.
 */
public final class RpcConnection implements AutoCloseable {

    /** How many requests may wait for their answers at a time unless said otherwise. */
    public static final int DEFAULT_IN_FLIGHT = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);

    /** Hears of a connection that is there again, on the client's event loop. */
    interface Reconnected {
        void connected(boolean subscriptionsKept);
    }

    /** A subscription with those that share it. */
    private static final class Shared {
        private final Routes.Handler handler;
        private int users;
        private CompletableFuture<@Nullable Void> granted = new CompletableFuture<>();

        private Shared(Routes.Handler handler) {
            this.handler = handler;
        }
    }

    private final MqttChannel channel;
    private final HybridLogicalClock clock;
    private final Exchange exchange;
    private final Routes routes = new Routes();
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    private final CompletableFuture<MqttEndpointException> failure = new CompletableFuture<>();
    private final List<Reconnected> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong unasked = new AtomicLong();

    /** Guarded by itself. */
    private final Map<String, Shared> shared = new HashMap<>();

    private RpcConnection(MqttConnectionOptions options, int inFlight) {
        this.channel = new MqttChannel(options, new Listener());
        this.clock = new HybridLogicalClock(options.clientId().replace(':', '-'), InstantSource.system());
        this.exchange = new Exchange(this, inFlight);
    }

    /** Connects, without waiting for it. */
    public static RpcConnection open(MqttConnectionOptions options) {
        return open(options, DEFAULT_IN_FLIGHT);
    }

    /**
     * Connects, without waiting for it.
     *
     * @param inFlight how many requests may wait for their answers at a time, at least 1; further ones wait for their turn
     * @throws IllegalArgumentException where the options say another QoS than 1
     */
    public static RpcConnection open(MqttConnectionOptions options, int inFlight) {
        RpcConnection connection = new RpcConnection(options, inFlight);
        connection.connect();
        return connection;
    }

    /**
     * Does not connect yet: for servers, which are to be there before the broker sends what their session holds. What
     * nobody has asked for then is acknowledged, and gone.
     */
    public static RpcConnection prepare(MqttConnectionOptions options) {
        return new RpcConnection(options, DEFAULT_IN_FLIGHT);
    }

    /** Connects, without waiting for it; once. */
    public void connect() {
        channel.open();
    }

    public MqttConnectionOptions options() {
        return channel.options();
    }

    /** Completes when the connection is there for the first time, or with the reason why it will never be. */
    public CompletableFuture<@Nullable Void> ready() {
        return ready.copy();
    }

    /** Completes with the reason when there will be no connection any more. */
    public CompletableFuture<MqttEndpointException> failure() {
        return failure.copy();
    }

    /** How many responses came that nobody waited for: late ones, and duplicates. */
    public long strayResponses() {
        return exchange.strays();
    }

    String clientId() {
        return channel.options().clientId();
    }

    HybridLogicalClock clock() {
        return clock;
    }

    Exchange exchange() {
        return exchange;
    }

    void onConnected(Reconnected listener) {
        listeners.add(listener);
    }

    void forget(Reconnected listener) {
        listeners.remove(listener);
    }

    void publish(Mqtt5Publish publish, PublishOutcome outcome) {
        channel.publish(publish, outcome);
    }

    /**
     * Subscribes, once for all that name the same filter and handler; each of them ends it with {@link #release}.
     *
     * @return completes when the broker has granted it
     * @throws IllegalStateException where another handler takes what comes for this filter
     */
    @SuppressWarnings("ReferenceEquality") // this very handler
    CompletableFuture<@Nullable Void> subscribe(String filter, Routes.Handler handler) {
        synchronized (shared) {
            Shared subscription = shared.get(filter);
            if (subscription == null) {
                subscription = new Shared(handler);
                shared.put(filter, subscription);
                routes.add(filter, handler);
                subscription.granted = channel.subscribe(filter);
            } else if (subscription.handler != handler) {
                throw new IllegalStateException(RpcProblem.OPTIONS.says("two servers of one connection cannot share '"
                        + filter + "': give each a connection of its own"));
            }
            subscription.users++;
            return subscription.granted;
        }
    }

    /** The state of a subscription that was made before; asked for once more where the broker had refused it. */
    CompletableFuture<@Nullable Void> granted(String filter) {
        synchronized (shared) {
            Shared subscription = shared.get(filter);
            if (subscription == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("nobody subscribed to " + filter));
            }
            if (subscription.granted.isCompletedExceptionally() && !failure.isDone()) {
                subscription.granted = channel.subscribe(filter);
            }
            return subscription.granted;
        }
    }

    void release(String filter) {
        synchronized (shared) {
            Shared subscription = shared.get(filter);
            if (subscription != null && --subscription.users == 0) {
                shared.remove(filter);
                routes.remove(filter);
                channel.unsubscribe(filter);
            }
        }
    }

    /** Ends the requests that are under way. */
    @Override
    public void close() {
        exchange.close();
        channel.close();
    }

    private final class Listener implements MqttChannel.Listener {

        @Override
        public void received(Mqtt5Publish publish, Runnable acknowledgement) {
            var handler = routes.find(publish.getTopic());
            if (handler.isPresent()) {
                handler.get().received(publish, acknowledgement);
            } else {
                LOG.debug(
                        "nobody asked for the message on {}: {} so far", publish.getTopic(), unasked.incrementAndGet());
                acknowledgement.run();
            }
        }

        @Override
        public void connected(boolean subscriptionsKept) {
            ready.complete(null);
            listeners.forEach(listener -> listener.connected(subscriptionsKept));
        }

        @Override
        public void failed(MqttEndpointException reason) {
            failure.complete(reason);
            ready.completeExceptionally(reason);
            exchange.fail(reason);
        }
    }
}
