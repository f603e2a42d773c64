package dev.leat.service.rpc;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Change;
import dev.leat.operator.service.StateStoreException;
import dev.leat.operator.service.StateStoreException.Reason;
import dev.leat.service.state.protocol.StateStoreNotification;
import dev.leat.service.state.protocol.StateStoreTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that are watched in a store elsewhere. Safe for use by many threads. */
final class RemoteWatches implements AutoCloseable {

    /** How often keys are registered anew where nothing calls for it: a server may have been restarted. */
    private static final Duration RENEWAL = Duration.ofSeconds(30);

    /** How long a renewal waits for its answer, and then for the next attempt: the server may come back a little later. */
    private static final Duration ATTEMPT = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWatches.class);

    /** Asks the store to tell of a key, or to tell no more. Blocks. */
    interface Registrar {
        void register(Bytes key, boolean stop, Duration timeout);
    }

    private static final class Watched {
        private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

        /** Belongs to the event loop. */
        private @Nullable Timestamp last;
    }

    private final RpcConnection connection;
    private final Registrar registrar;
    private final String filter;
    private final Map<Bytes, Watched> watched = new ConcurrentHashMap<>();
    private final RpcConnection.Reconnected reconnected = kept -> renewIn(Duration.ZERO);

    /** By the key's hash: what the store is told of one key goes out in order. */
    private final ReentrantLock[] telling = new ReentrantLock[16];

    private @Nullable ScheduledExecutorService renewing;
    private boolean closed;

    RemoteWatches(RpcConnection connection, Registrar registrar) {
        this.connection = connection;
        this.registrar = registrar;
        for (int i = 0; i < telling.length; i++) {
            telling[i] = new ReentrantLock();
        }
        this.filter = StateStoreTopics.notifications(connection.clientId());
    }

    /** @throws StateStoreException where the store does not register the key */
    StateStore.Watch add(Bytes key, Consumer<Change> listener, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        begin();
        awaitSubscription(timeout);
        ReentrantLock turn = turn(key, deadline - System.nanoTime());
        try {
            Watched entry = watched.compute(key, (any, present) -> {
                Watched one = present == null ? new Watched() : present;
                one.listeners.add(listener);
                return one;
            });
            try {
                registrar.register(key, false, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (RuntimeException refused) {
                forget(key, entry, listener);
                throw refused;
            }
            return () -> remove(key, entry, listener);
        } finally {
            turn.unlock();
        }
    }

    /** Locked; a stop that overtakes a registration would end it. */
    private ReentrantLock turn(Bytes key, long nanos) {
        int hash = key.hashCode();
        ReentrantLock lock = telling[Math.floorMod(hash ^ hash >>> 16, telling.length)];
        try {
            if (!lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
                throw new StateStoreException(
                        Reason.TIMEOUT,
                        RpcProblem.NO_ANSWER.says("the store did not answer about other watches in time"));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StateStoreException(
                    Reason.INTERNAL, RpcProblem.CLOSED.says("the calling thread was interrupted"), interrupted);
        }
        return lock;
    }

    private synchronized void begin() {
        if (closed) {
            throw new StateStoreException(Reason.INTERNAL, RpcProblem.CLOSED.says("the state store is closed"));
        }
        if (renewing == null) {
            renewing = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("leat-state-watch").factory());
            var unused = renewing.scheduleWithFixedDelay(
                    this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
            var unusedToo = connection.subscribe(filter, this::received);
            connection.onConnected(reconnected);
        }
    }

    private void awaitSubscription(Duration timeout) {
        try {
            connection.granted(filter).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new StateStoreException(
                    Reason.TIMEOUT, RpcProblem.NO_ANSWER.says("the broker granted no subscription to " + filter), late);
        } catch (ExecutionException refused) {
            throw new StateStoreException(
                    Reason.INTERNAL, String.valueOf(refused.getCause().getMessage()), refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StateStoreException(
                    Reason.INTERNAL, RpcProblem.CLOSED.says("the calling thread was interrupted"), interrupted);
        }
    }

    private synchronized void renewIn(Duration wait) {
        ScheduledExecutorService open = renewing;
        if (open != null && !closed) {
            try {
                var unused = open.schedule(this::renew, wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ended) {
                LOG.debug("closed meanwhile");
            }
        }
    }

    private void renew() {
        for (Bytes key : watched.keySet()) {
            try {
                awaitSubscription(ATTEMPT);
                register(key);
            } catch (RuntimeException failed) {
                if (isClosed()) {
                    return;
                }
                LOG.warn(
                        "{}",
                        RpcProblem.WATCH_INTERRUPTED.says("the key '" + key.asUtf8()
                                + "' is not watched at the moment (" + failed.getMessage() + ")"));
                renewIn(PAUSE);
                return;
            }
        }
    }

    private void register(Bytes key) {
        ReentrantLock turn = turn(key, ATTEMPT.toNanos());
        try {
            if (watched.containsKey(key)) {
                registrar.register(key, false, ATTEMPT);
            }
        } finally {
            turn.unlock();
        }
    }

    private void received(Mqtt5Publish publish, Runnable acknowledgement) {
        acknowledgement.run();
        Optional<Bytes> key = StateStoreTopics.keyOf(publish.getTopic().toString());
        Watched entry = key.map(watched::get).orElse(null);
        if (entry == null) {
            return;
        }
        try {
            Timestamp version =
                    version(publish).orElseThrow(() -> new StateStoreException(Reason.PROTOCOL, "it has no version"));
            // MQTT may bring a notification twice.
            if (entry.last != null && version.compareTo(entry.last) <= 0) {
                return;
            }
            entry.last = version;
            StateStoreNotification notification = StateStoreNotification.parse(
                    publish.getPayload().map(Bytes::copyOf).orElse(Bytes.EMPTY));
            Change change = new Change(key.get(), notification.value(), version);
            entry.listeners.forEach(listener -> tell(listener, change));
        } catch (RuntimeException broken) {
            LOG.warn("{}", RpcProblem.BAD_ANSWER.says("a notification was dropped: " + broken.getMessage()));
        }
    }

    private static void tell(Consumer<Change> listener, Change change) {
        try {
            listener.accept(change);
        } catch (RuntimeException broken) {
            LOG.error(
                    "Whoever watches key '{}' failed at a change", change.key().asUtf8(), broken);
        }
    }

    /** @throws StateStoreException {@link Reason#PROTOCOL} where there is one that is none */
    static Optional<Timestamp> version(Mqtt5Publish publish) {
        return Headers.find(publish, Headers.TIMESTAMP)
                .map(text -> Timestamp.tryParse(text)
                        .orElseThrow(() -> new StateStoreException(
                                Reason.PROTOCOL,
                                RpcProblem.BAD_ANSWER.says("the state store gave the version '" + text + "'"))));
    }

    private boolean forget(Bytes key, Watched entry, Consumer<Change> listener) {
        boolean[] last = new boolean[1];
        watched.computeIfPresent(key, (any, present) -> {
            if (present != entry || !entry.listeners.remove(listener)) {
                return present;
            }
            last[0] = entry.listeners.isEmpty();
            return last[0] ? null : present;
        });
        return last[0];
    }

    private void remove(Bytes key, Watched entry, Consumer<Change> listener) {
        if (isClosed()) {
            forget(key, entry, listener);
            return;
        }
        ReentrantLock turn = null;
        try {
            turn = turn(key, StateStore.DEFAULT_TIMEOUT.toNanos());
            if (forget(key, entry, listener)) {
                registrar.register(key, true, StateStore.DEFAULT_TIMEOUT);
            }
        } catch (StateStoreException unreachable) {
            forget(key, entry, listener);
            LOG.debug("the store does not know yet that {} is not watched any more", key, unreachable);
        } finally {
            if (turn != null) {
                turn.unlock();
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        ScheduledExecutorService open;
        synchronized (this) {
            closed = true;
            open = renewing;
        }
        if (open != null) {
            open.shutdownNow();
            connection.forget(reconnected);
            connection.release(filter);
        }
        watched.clear();
    }
}
