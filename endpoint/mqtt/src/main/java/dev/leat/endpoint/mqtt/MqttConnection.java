package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import io.reactivex.Scheduler;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to an MQTT v5 broker, with a session that outlives it.
 *
 * <p>It serves at most one {@link MqttSource} and any number of {@link MqttSink}s, opens with the first of them and
 * closes with the last. It comes back by itself when it is lost, with growing pauses; publishes under way are then sent
 * again, and the subscription is renewed. It does not come back where another client takes its session over, or where the
 * broker cannot do the QoS that was asked for: its users fail. Safe for use by several threads.
 */
public final class MqttConnection {

    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long CLOSE_MILLIS = 2000;

    /** Callbacks run where they arise, on the event loop: none of them waits, and a hop to another thread costs more. */
    private static final Scheduler EVENT_LOOP = Schedulers.from(Runnable::run);

    private final MqttConnectionOptions options;
    private final Mqtt5RxClient client;
    private final Inbound inbound;
    private final List<ConnectionUser> users = new CopyOnWriteArrayList<>();
    private final Backoff backoff = new Backoff(
            FIRST_PAUSE, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());

    private volatile boolean connected;
    private volatile boolean closing;
    private volatile @Nullable MqttEndpointException failure;
    private volatile CompletableFuture<@Nullable Void> pause = CompletableFuture.completedFuture(null);

    // Belong to the event loop.
    private final SilentEnds silentEnds = new SilentEnds();
    private boolean everConnected;
    private long connectedNanos;
    private int attempts;

    /** Does not connect yet. */
    public MqttConnection(MqttConnectionOptions options) {
        this.options = options;
        this.inbound = new Inbound(options);
        var builder = Mqtt5Client.builder()
                .identifier(options.clientId())
                .transportConfig()
                .serverHost(options.host())
                .serverPort(options.port())
                .socketConnectTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig()
                .executorConfig()
                .applicationScheduler(EVENT_LOOP)
                .applyExecutorConfig()
                .addConnectedListener(this::onConnected)
                .addDisconnectedListener(this::onDisconnected);
        this.client = (options.tls() ? builder.sslWithDefaultConfig() : builder).buildRx();
    }

    public MqttConnectionOptions options() {
        return options;
    }

    Mqtt5RxClient client() {
        return client;
    }

    Inbound inbound() {
        return inbound;
    }

    /** Adds a user; the first one opens the connection, which is there when the user hears of it. */
    synchronized void open(ConnectionUser user) {
        if (closing) {
            throw new IllegalStateException("the connection to " + options.address() + " is closed");
        }
        users.add(user);
        if (users.size() == 1) {
            connect();
        } else if (failure != null) {
            user.failed(failure);
        } else if (connected) {
            user.connected(false);
        }
    }

    /** Removes a user; the last one closes the connection, after all acknowledgements that were asked for. */
    synchronized void close(ConnectionUser user) {
        if (!users.remove(user) || !users.isEmpty()) {
            return;
        }
        closing = true;
        pause.complete(null);
        CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
        var disconnecting = client.disconnect().subscribe(() -> closed.complete(null), gone -> closed.complete(null));
        try {
            closed.completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS).join();
        } finally {
            disconnecting.dispose();
        }
    }

    private void connect() {
        // Before the first packet: a session that is present delivers at once, and what nobody takes is acknowledged.
        client.publishes(MqttGlobalPublishFilter.ALL, true).subscribe(inbound);
        var connect = Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(options.sessionExpiry().toSeconds())
                .keepAlive((int) options.keepAlive().toSeconds())
                .restrictions()
                .receiveMaximum(options.maxInFlight())
                // The client counts on an alias even where it then could not write the packet that introduces it.
                .sendTopicAliasMaximum(0)
                .applyRestrictions();
        options.credentials()
                .ifPresent(credentials -> connect.simpleAuth()
                        .username(credentials.userName())
                        .password(credentials.password().toArray())
                        .applySimpleAuth());
        var connecting = client.connect(connect.build()).subscribe(accepted -> {}, refused -> {
            // onDisconnected has heard of it, unless the client did not even begin.
            if (failure == null && !closing) {
                fail(ConnectionFailures.describe(options, refused, false, false));
            }
        });
        LOG.debug("connecting to {}: {}", options.address(), connecting);
    }

    private void onConnected(MqttClientConnectedContext context) {
        if (closing) {
            var disconnecting = client.disconnect().subscribe(() -> {}, gone -> {});
            LOG.debug("connected too late: {}", disconnecting);
            return;
        }
        ClientInternals.prepare(client);
        Mqtt5ConnAck accepted = ((Mqtt5ClientConnectedContext) context).getConnAck();
        boolean sessionPresent = accepted.isSessionPresent();
        if (accepted.getRestrictions().getMaximumQos().getCode() < options.qos()) {
            fail(new MqttEndpointException(
                    MqttError.QOS_NOT_GRANTED,
                    "the broker at " + options.address() + " does no more than QoS 0, QoS " + options.qos()
                            + " was asked for",
                    null));
            return;
        }
        silentEnds.connected(attempts == 0, sessionPresent);
        attempts = 0;
        if (everConnected && !sessionPresent && options.sessionExpiry().isPositive()) {
            LOG.warn(
                    "{}: the broker at {} does not know the session of '{}' any more: messages that it held are gone. {}",
                    MqttError.SESSION_LOST.code(),
                    options.address(),
                    options.clientId(),
                    MqttError.SESSION_LOST.hint());
        }
        LOG.info(
                "{} to {} as '{}', {} session",
                everConnected ? "connected again" : "connected",
                options.address(),
                options.clientId(),
                sessionPresent ? "resuming the" : "with a new");
        boolean subscriptionsKept = everConnected && !inbound.hasEnded();
        if (inbound.hasEnded()) {
            client.publishes(MqttGlobalPublishFilter.ALL, true).subscribe(inbound);
        }
        everConnected = true;
        connectedNanos = System.nanoTime();
        List<ConnectionUser> present;
        synchronized (this) {
            connected = true;
            present = List.copyOf(users);
        }
        present.forEach(user -> user.connected(subscriptionsKept));
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        boolean wasConnected = connected;
        connected = false;
        inbound.connectionLost();
        if (closing) {
            return;
        }
        MqttEndpointException reason = reason(context, wasConnected);
        // Coming back would take the session from the other client, which would come back in turn, for ever.
        if (reason.error() == MqttError.SESSION_TAKEN_OVER || (!everConnected && options.failFast())) {
            fail(reason);
            return;
        }
        if (wasConnected && lasted().compareTo(SilentEnds.STABLE) > 0) {
            backoff.reset();
        }
        attempts += wasConnected ? 0 : 1;
        long wait = backoff.nextMillis();
        LOG.warn("{} Next attempt in {} ms.", reason.getMessage(), wait);
        retryAfter(context.getReconnector(), wait);
    }

    private MqttEndpointException reason(MqttClientDisconnectedContext context, boolean wasConnected) {
        Throwable cause = context.getCause();
        boolean silent = !(cause instanceof Mqtt5DisconnectException);
        if (wasConnected && silentEnds.disconnected(silent, lasted())) {
            return ConnectionFailures.takenOverInSilence(options, cause);
        }
        return ConnectionFailures.describe(
                options, cause, wasConnected, context.getSource() == MqttDisconnectSource.SERVER);
    }

    private Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - connectedNanos);
    }

    private void retryAfter(MqttClientReconnector reconnector, long wait) {
        CompletableFuture<@Nullable Void> waiting = new CompletableFuture<>();
        pause = waiting;
        reconnector
                .reconnect(true)
                // The source does it, which looks at the answer.
                .resubscribeIfSessionExpired(false)
                .republishIfSessionExpired(true)
                .delay(0, TimeUnit.MILLISECONDS)
                .reconnectWhen(waiting.completeOnTimeout(null, wait, TimeUnit.MILLISECONDS), (nothing, thrown) -> {
                    if (closing) {
                        reconnector.reconnect(false);
                    }
                });
        if (closing) {
            waiting.complete(null);
        }
    }

    private void fail(MqttEndpointException reason) {
        List<ConnectionUser> present;
        synchronized (this) {
            failure = reason;
            present = List.copyOf(users);
        }
        present.forEach(user -> user.failed(reason));
    }
}
