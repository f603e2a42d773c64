package dev.leat.service.state.protocol;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Change;
import dev.leat.operator.service.StateStore.Deleted;
import dev.leat.operator.service.StateStore.Found;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStore.Stored;
import dev.leat.operator.service.StateStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of the state store protocol from a store. Knows no transport: who carries payloads checks what MQTT
 * says about a request (its QoS, response topic and correlation data), and tells of clients that went.
 *
 * <p>Safe for use by many threads. A request blocks for as long as the store takes, and always has an answer: nothing that
 * a client sends makes {@link #answer} throw.
 */
public final class StateStoreService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateStoreService.class);
    private static final String INTERNAL_ERROR = "internal error";
    private static final long WARNING_PAUSE_NANOS = 10_000_000_000L;

    // Guarded by this. Below 0 until there was a first one.
    private long unsaid = -1;
    private long warned;

    /** Takes a request's time into the store's clock. */
    @FunctionalInterface
    public interface RequestClock {
        /**
         * Moves the clock past a request's time, so that the versions given from now on are later.
         *
         * @throws StateStoreException with {@link Refusal#REQUEST_FROM_THE_FUTURE} where it is too far ahead
         */
        void merge(Timestamp time);
    }

    /** Who may do what. */
    @FunctionalInterface
    public interface Authorization {
        /**
         * @param key the pattern, for a scan
         * @param write whether the key may change; otherwise it is read, or watched
         */
        boolean allows(String clientId, Bytes key, boolean write);

        /** Everybody may do everything. */
        Authorization ALL = (clientId, key, write) -> true;
    }

    /** Sends notifications. Called on a thread of the store's, in the order of a key's versions; must not block. */
    @FunctionalInterface
    public interface Notifier {
        void send(String topic, Bytes payload, List<UserProperty> properties);
    }

    /** The payload and user properties of a response. */
    public record Answer(Bytes payload, List<UserProperty> properties) {
        public Answer {
            properties = List.copyOf(properties);
        }
    }

    private final StateStore store;
    private final RequestClock clock;
    private final Authorization authorization;
    private final Notifier notifier;
    private final Duration timeout;

    private record Notification(Change change, Bytes payload, List<UserProperty> properties) {}

    private volatile @Nullable Notification latest;

    /** A client without watches has no entry; an entry changes within {@code compute} alone. */
    private final Map<String, Map<Bytes, StateStore.Watch>> watches = new ConcurrentHashMap<>();

    /** Everybody may do everything, and the store has {@link StateStore#DEFAULT_TIMEOUT} for each request. */
    public StateStoreService(StateStore store, RequestClock clock, Notifier notifier) {
        this(store, clock, Authorization.ALL, notifier, StateStore.DEFAULT_TIMEOUT);
    }

    /**
     * @param store which whoever opened it closes, after this service
     * @param timeout for each request
     */
    public StateStoreService(
            StateStore store, RequestClock clock, Authorization authorization, Notifier notifier, Duration timeout) {
        this.store = store;
        this.clock = clock;
        this.authorization = authorization;
        this.notifier = notifier;
        this.timeout = timeout;
    }

    /**
     * Does what a request asks for.
     *
     * @param properties the request's user properties
     * @param clientId who asks, as the broker knows the client: notifications go there
     */
    public Answer answer(Bytes payload, List<UserProperty> properties, String clientId) {
        try {
            StateStoreRequest request = StateStoreRequest.parse(payload);
            Optional<Timestamp> time = timestamp(properties, StateStoreProperties.TIMESTAMP);
            if (time.isEmpty() && request instanceof StateStoreRequest.Set) {
                throw Refusal.MISSING_TIMESTAMP.exception();
            }
            Optional<Timestamp> token = timestamp(properties, StateStoreProperties.FENCING_TOKEN);
            authorize(request, clientId);
            time.ifPresent(clock::merge);
            return perform(request, token, clientId);
        } catch (StateStoreException refused) {
            if (refused.reason() != StateStoreException.Reason.REQUEST) {
                warn(clientId, refused);
            }
            return new Answer(new StateStoreResponse.Refused(text(refused)).encode(), List.of());
        } catch (RuntimeException unexpected) {
            LOG.error("The state store failed at a request of client {}", clientId, unexpected);
            return new Answer(new StateStoreResponse.Refused(INTERNAL_ERROR).encode(), List.of());
        }
    }

    /** A full disk refuses each change: the log says so now and then. */
    private synchronized void warn(String clientId, StateStoreException refused) {
        long now = System.nanoTime();
        if (unsaid >= 0 && now - warned < WARNING_PAUSE_NANOS) {
            unsaid++;
            return;
        }
        LOG.warn(
                "The state store did not answer a request of client {}: {}{}",
                clientId,
                refused.getMessage(),
                unsaid > 0 ? " (and " + unsaid + " others before that)" : "");
        warned = now;
        unsaid = 0;
    }

    /** What a failure says of this machine and its disk, only its log gets to know. */
    private static String text(StateStoreException refused) {
        return switch (refused.reason()) {
            case REQUEST -> String.valueOf(refused.getMessage());
            case TIMEOUT -> "timeout";
            case PROTOCOL, INTERNAL -> INTERNAL_ERROR;
        };
    }

    private static Optional<Timestamp> timestamp(List<UserProperty> properties, String key) {
        return StateStoreProperties.find(properties, key)
                .map(text -> Timestamp.tryParse(text).orElseThrow(Refusal.MALFORMED_TIMESTAMP::exception));
    }

    private void authorize(StateStoreRequest request, String clientId) {
        boolean allowed = switch (request) {
            case StateStoreRequest.Set set -> authorization.allows(clientId, set.key(), true);
            case StateStoreRequest.Delete delete -> authorization.allows(clientId, delete.key(), true);
            case StateStoreRequest.DeleteIfEqual delete -> authorization.allows(clientId, delete.key(), true);
            case StateStoreRequest.Get get -> authorization.allows(clientId, get.key(), false);
            case StateStoreRequest.Notify notify -> authorization.allows(clientId, notify.key(), false);
            case StateStoreRequest.Scan scan -> authorization.allows(clientId, scan.pattern(), false);
        };
        if (!allowed) {
            throw Refusal.NOT_AUTHORIZED.exception();
        }
    }

    private Answer perform(StateStoreRequest request, Optional<Timestamp> token, String clientId) {
        return switch (request) {
            case StateStoreRequest.Get get -> {
                Found found = store.get(get.key(), timeout);
                yield found.value()
                        .map(value -> answer(new StateStoreResponse.Value(value), found.version()))
                        .orElseGet(() -> answer(new StateStoreResponse.Absent(), Optional.empty()));
            }
            case StateStoreRequest.Set set -> {
                Stored stored = store.set(
                        set.key(), set.value(), new SetOptions(set.condition(), set.expiry(), token), timeout);
                yield answer(
                        stored.applied() ? new StateStoreResponse.Ok() : new StateStoreResponse.Count(-1),
                        stored.version());
            }
            case StateStoreRequest.Delete delete -> answer(store.delete(delete.key(), token, timeout));
            case StateStoreRequest.DeleteIfEqual delete ->
                answer(store.deleteIfEqual(delete.key(), delete.value(), token, timeout));
            case StateStoreRequest.Notify notify -> notify(notify, clientId);
            case StateStoreRequest.Scan scan ->
                answer(new StateStoreResponse.Keys(store.scan(scan.pattern(), scan.next(), timeout)), Optional.empty());
        };
    }

    private static Answer answer(Deleted deleted) {
        return answer(new StateStoreResponse.Count(deleted.count()), deleted.version());
    }

    private static Answer answer(StateStoreResponse response, Optional<Timestamp> version) {
        return new Answer(response.encode(), version(version));
    }

    private static List<UserProperty> version(Optional<Timestamp> version) {
        return version.map(time -> List.of(new UserProperty(StateStoreProperties.TIMESTAMP, time.toString())))
                .orElse(List.of());
    }

    private Answer notify(StateStoreRequest.Notify request, String clientId) {
        Bytes key = request.key();
        StateStoreResponse[] response = new StateStoreResponse[1];
        // Within compute, so that a client that goes at the same time keeps no watch.
        watches.compute(clientId, (client, present) -> {
            Map<Bytes, StateStore.Watch> own = present == null ? new HashMap<>() : present;
            if (request.stop()) {
                StateStore.Watch watch = own.remove(key);
                response[0] = watch == null ? new StateStoreResponse.Count(0) : new StateStoreResponse.Ok();
                if (watch != null) {
                    watch.close();
                }
            } else if (!own.containsKey(key)) {
                own.put(key, store.watch(key, notifications(clientId, key), timeout));
                response[0] = new StateStoreResponse.Ok();
            } else {
                response[0] = new StateStoreResponse.Ok();
            }
            return own.isEmpty() ? null : own;
        });
        return answer(response[0], Optional.empty());
    }

    private Consumer<Change> notifications(String clientId, Bytes key) {
        String topic = StateStoreTopics.notification(clientId, key);
        return change -> {
            Notification notification = notification(change);
            notifier.send(topic, notification.payload(), notification.properties());
        };
    }

    /** All who watch a key are told of one change in turn: it is written down once. */
    @SuppressWarnings("ReferenceEquality") // this very change
    private Notification notification(Change change) {
        Notification last = latest;
        if (last == null || last.change() != change) {
            last = new Notification(
                    change,
                    new StateStoreNotification(change.value()).encode(),
                    version(Optional.of(change.version())));
            latest = last;
        }
        return last;
    }

    /** Forgets what a client asked to be told of: its connection ended, whether or not its session goes on. */
    public void disconnected(String clientId) {
        watches.computeIfPresent(clientId, (client, own) -> {
            own.values().forEach(StateStore.Watch::close);
            return null;
        });
    }

    /** Ends all notifications. The store stays open. */
    @Override
    public void close() {
        watches.keySet().forEach(this::disconnected);
    }
}
