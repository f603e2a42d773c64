package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientReconnector;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Backoff;
import dev.leat.endpoint.RepeatedWarning;
import io.reactivex.Completable;
import io.reactivex.Scheduler;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
 * again, and the subscription is renewed. Certificates, passwords and tokens are read anew for each attempt. It does not
 * come back where another client takes its session over, or where the
 * broker cannot do the QoS that was asked for: its users fail. Safe for use by several threads.
 */
public final class MqttConnection {

    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long CLOSE_MILLIS = 2000;
    private static final String THREAD = "leat-mqtt-connect";

    /** Callbacks run where they arise, on the event loop: none of them waits, and a hop to another thread costs more. */
    private static final Scheduler EVENT_LOOP = Schedulers.from(Runnable::run);

    private final MqttConnectionOptions options;
    private final Inbound inbound;
    private final List<ConnectionUser> users = new CopyOnWriteArrayList<>();
    private final Backoff backoff = new Backoff(
            FIRST_PAUSE, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());

    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile @Nullable Mqtt5RxClient client;
    private volatile boolean connected;
    private volatile boolean everConnected;
    private volatile boolean retainAvailable = true;
    private volatile boolean endsSession;
    private volatile Health health = Health.STARTING;
    private volatile @Nullable MqttEndpointException failure;
    private volatile @Nullable TokenMechanism tokens;

    // Belong to the event loop.
    private final SilentEnds silentEnds = new SilentEnds();
    private long connectedNanos;
    private int attempts;

    /** Does not connect yet. */
    public MqttConnection(MqttConnectionOptions options) {
        this.options = options;
        this.inbound = new Inbound(options);
    }

    public MqttConnectionOptions options() {
        return options;
    }

    /** For whom the connection has been there. */
    Mqtt5RxClient client() {
        Mqtt5RxClient made = client;
        if (made == null) {
            throw new IllegalStateException("there was no connection to " + options.address() + " yet");
        }
        return made;
    }

    /** How the connection stands; subscriptions are not its concern. */
    Health health() {
        return health;
    }

    /** Whether it was there once. */
    boolean wasConnected() {
        return everConnected;
    }

    /** Whether the broker takes messages with the retain flag, as far as it has said. */
    boolean isRetainAvailable() {
        return retainAvailable;
    }

    Inbound inbound() {
        return inbound;
    }

    /** Adds a user; the first one opens the connection, which is there when the user hears of it. */
    synchronized void open(ConnectionUser user) {
        if (isClosing()) {
            throw new IllegalStateException("the connection to " + options.address() + " is closed");
        }
        users.add(user);
        if (users.size() == 1) {
            Thread.ofVirtual().name(THREAD).start(this::begin);
        } else if (failure != null) {
            user.failed(failure);
        } else if (connected) {
            user.connected(false);
        }
    }

    /** When the last user goes, the session ends with the connection: what the broker holds in it is given up. */
    public void endSession() {
        endsSession = true;
    }

    /** Removes a user; the last one closes the connection, after all acknowledgements that were asked for. */
    synchronized void close(ConnectionUser user) {
        if (!users.remove(user) || !users.isEmpty()) {
            return;
        }
        closing.countDown();
        Mqtt5RxClient made = client;
        if (made == null) {
            return;
        }
        CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
        var disconnecting = disconnect(made).subscribe(() -> closed.complete(null), gone -> closed.complete(null));
        try {
            closed.completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS).join();
        } finally {
            disconnecting.dispose();
        }
    }

    private Completable disconnect(Mqtt5RxClient made) {
        return endsSession
                ? made.disconnect(
                        Mqtt5Disconnect.builder().sessionExpiryInterval(0).build())
                : made.disconnect();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void begin() {
        try {
            Optional<Approach> approach = approach(0);
            if (approach.isPresent()) {
                connect(approach.get());
                watchToken();
            }
        } catch (MqttEndpointException impossible) {
            fail(impossible);
        } catch (InterruptedException | RuntimeException broken) {
            fail(ConnectionFailures.describe(options, broken, false, false));
        }
    }

    private synchronized void connect(Approach approach) {
        if (isClosing()) {
            return;
        }
        Mqtt5RxClient made = Mqtt5Client.builder()
                .identifier(options.clientId())
                .transportConfig(approach.transport())
                .executorConfig()
                .applicationScheduler(EVENT_LOOP)
                .applyExecutorConfig()
                .addConnectedListener(this::onConnected)
                .addDisconnectedListener(this::onDisconnected)
                .buildRx();
        client = made;
        tokens = approach.tokens().orElse(null);
        // Before the first packet: a session that is present delivers at once, and what nobody takes is acknowledged.
        made.publishes(MqttGlobalPublishFilter.ALL, true).subscribe(inbound);
        var connecting = made.connect(approach.connect()).subscribe(accepted -> {}, refused -> {
            // onDisconnected has heard of it, unless the client did not even begin.
            if (failure == null && !isClosing()) {
                fail(ConnectionFailures.describe(options, refused, false, false));
            }
        });
        LOG.debug("connecting to {}: {}", options.address(), connecting);
    }

    /**
     * Waits, reads what is needed for an attempt, and waits again where that cannot be read.
     *
     * @return empty where the connection is closed meanwhile
     * @throws MqttEndpointException where it cannot be read, and the first failure is to end it all
     */
    private Optional<Approach> approach(long firstWait) throws InterruptedException {
        long wait = firstWait;
        while (!closing.await(wait, TimeUnit.MILLISECONDS)) {
            try {
                return Optional.of(InTime.get(options.connectTimeout(), () -> Approach.read(options)));
            } catch (MqttEndpointException unreadable) {
                health = Health.down(unreadable.getMessage());
                if (!everConnected && options.failFast()) {
                    throw unreadable;
                }
                wait = backoff.nextMillis();
                LOG.warn("{} Next attempt in {} ms.", unreadable.getMessage(), wait);
            }
        }
        return Optional.empty();
    }

    /** Authenticates again where the token has become another one. */
    private void watchToken() throws InterruptedException {
        if (!(options.authentication() instanceof MqttAuthentication.Token authentication)) {
            return;
        }
        RepeatedWarning unreadable = new RepeatedWarning(LOG, System::nanoTime);
        while (!closing.await(authentication.check().toMillis(), TimeUnit.MILLISECONDS)) {
            if (!connected) {
                continue;
            }
            try {
                authenticateAgain(InTime.get(options.connectTimeout(), () -> Approach.token(authentication)));
            } catch (MqttEndpointException missing) {
                unreadable.warn(missing.getMessage());
            }
        }
    }

    private void authenticateAgain(Bytes token) {
        TokenMechanism current = tokens;
        if (current == null || current.token().equals(token)) {
            return;
        }
        current.use(token);
        // Ends in any case: the client gives up on a broker that does not answer, and on the connection with it.
        Throwable refused = client().reauth().blockingGet();
        if (refused == null) {
            LOG.info("authenticated again at {} with a new token", options.address());
        } else {
            // The connection ends with it, and comes back with the token.
            LOG.debug("{} did not take the new token", options.address(), refused);
        }
    }

    private void onConnected(MqttClientConnectedContext context) {
        if (isClosing()) {
            var disconnecting = client().disconnect().subscribe(() -> {}, gone -> {});
            LOG.debug("connected too late: {}", disconnecting);
            return;
        }
        ClientInternals.prepare(client());
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
        retainAvailable = accepted.getRestrictions().isRetainAvailable();
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
            client().publishes(MqttGlobalPublishFilter.ALL, true).subscribe(inbound);
        }
        everConnected = true;
        connectedNanos = System.nanoTime();
        List<ConnectionUser> present;
        synchronized (this) {
            connected = true;
            health = Health.UP;
            present = List.copyOf(users);
        }
        present.forEach(user -> user.connected(subscriptionsKept));
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        boolean wasConnected = connected;
        connected = false;
        inbound.connectionLost();
        if (isClosing()) {
            return;
        }
        MqttEndpointException reason = reason(context, wasConnected);
        health = Health.down(reason.getMessage());
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
        retryAfter(((Mqtt5ClientDisconnectedContext) context).getReconnector(), wait);
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

    private void retryAfter(Mqtt5ClientReconnector reconnector, long wait) {
        CompletableFuture<Optional<Approach>> ready = new CompletableFuture<>();
        reconnector
                .reconnect(true)
                // The source does it, which looks at the answer.
                .resubscribeIfSessionExpired(false)
                .republishIfSessionExpired(true)
                .delay(0, TimeUnit.MILLISECONDS)
                .reconnectWhen(ready, (approach, thrown) -> {
                    if (approach == null || approach.isEmpty() || isClosing()) {
                        reconnector.reconnect(false);
                    } else {
                        tokens = approach.get().tokens().orElse(null);
                        reconnector
                                .transportConfig(approach.get().transport())
                                .connect(approach.get().connect());
                    }
                });
        Thread.ofVirtual().name(THREAD).start(() -> {
            try {
                ready.complete(approach(wait));
            } catch (MqttEndpointException impossible) {
                fail(impossible);
                ready.complete(Optional.empty());
            } catch (InterruptedException | RuntimeException broken) {
                fail(ConnectionFailures.describe(options, broken, false, false));
                ready.complete(Optional.empty());
            }
        });
    }

    private void fail(MqttEndpointException reason) {
        List<ConnectionUser> present;
        synchronized (this) {
            failure = reason;
            health = Health.down(reason.getMessage());
            present = List.copyOf(users);
        }
        present.forEach(user -> user.failed(reason));
    }
}
