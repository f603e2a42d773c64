package dev.leat.operator.service;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keys and values that modules, graphs and other programs share: the state store of Azure IoT Operations
 * ({@code wasm-graph:processor/state-store@1.1.0}, and the same over MQTT).
 *
 * <p>Each change of a key gives it a new version, a time of the store's hybrid logical clock that is later than every
 * version before. A key that was changed with a fencing token takes changes only with this token or a later one.
 *
 * <p>Implementations are safe for use by many threads. Each call blocks until the answer is there, for as long as its
 * timeout at most, and throws {@link StateStoreException} where there is none. What a call that timed out asked for may
 * have been done all the same. With a timeout of nothing, a store in this process still does what nobody else holds up;
 * one behind a broker answers {@link StateStoreException.Reason#TIMEOUT}.
 */
public interface StateStore extends AutoCloseable {

    /** How long a call waits where nothing is said. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * @param value empty where the key is absent
     * @param version of the value
     */
    record Found(Optional<Bytes> value, Optional<Timestamp> version) {}

    /**
     * @param applied false where the condition did not hold
     * @param version that the key has now, where it was applied
     */
    record Stored(boolean applied, Optional<Timestamp> version) {}

    /**
     * @param count 1 where the key was deleted, 0 where it was absent, -1 where its value was another one
     * @param version of the deletion, where there was one
     */
    record Deleted(long count, Optional<Timestamp> version) {}

    /** When a value is set. */
    enum Condition {
        ALWAYS,
        /** {@code NX}. */
        ABSENT,
        /** {@code NEX}: absent, or equal to the value that is to be set. */
        ABSENT_OR_EQUAL
    }

    /**
     * @param condition when the value is set
     * @param expiry after which the key is gone, at least a millisecond; empty: it stays, and an earlier expiry is lifted
     * @param fencingToken the right to change the key
     */
    record SetOptions(Condition condition, Optional<Duration> expiry, Optional<Timestamp> fencingToken) {
        /** Always, for ever, without a token. */
        public static final SetOptions DEFAULT = new SetOptions(Condition.ALWAYS, Optional.empty(), Optional.empty());
    }

    /**
     * A change of a key.
     *
     * @param value the new one; empty where the key was deleted or has expired
     * @param version of the change
     */
    record Change(Bytes key, Optional<Bytes> value, Timestamp version) {}

    /** Ends a {@link #watch}. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param keys some of those asked for, in no promised order
     * @param next where to go on; empty: those were all
     */
    record Page(List<Bytes> keys, Optional<String> next) {}

    Found get(Bytes key, Duration timeout);

    Stored set(Bytes key, Bytes value, SetOptions options, Duration timeout);

    Deleted delete(Bytes key, Optional<Timestamp> fencingToken, Duration timeout);

    /** Deletes a key where it has this value ({@code VDEL}). */
    Deleted deleteIfEqual(Bytes key, Bytes value, Optional<Timestamp> fencingToken, Duration timeout);

    /**
     * Tells of changes of a key, each once, in the order of their versions, on a thread of the store's.
     *
     * @param listener must not block, and must not call the store
     */
    Watch watch(Bytes key, Consumer<Change> listener, Duration timeout);

    /**
     * The keys that match a pattern.
     *
     * @param pattern with {@code *} for any bytes and {@code ?} for one
     * @param next what the page before gave; empty for the first
     */
    Page scan(Bytes pattern, Optional<String> next, Duration timeout);

    @Override
    void close();
}
