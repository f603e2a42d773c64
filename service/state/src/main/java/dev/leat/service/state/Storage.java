package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a store keeps its entries. Knows nothing of conditions, tokens and time.
 *
 * <p>Safe for use by many threads, but no two change the same key at once. A change is seen when it is done, and done when
 * it is as safe as it gets, unless it is said to be lazy. What cannot be done throws
 * {@link dev.leat.operator.service.StateStoreException}.
 */
interface Storage extends AutoCloseable {

    @Nullable
    Entry get(Bytes key);

    /** @param before what is under the key now */
    void put(Bytes key, Entry entry, @Nullable Entry before);

    /**
     * @param before what is under the key now
     * @param version of the deletion
     * @param lazy whether it may come back after a crash
     */
    void remove(Bytes key, Entry before, Timestamp version, boolean lazy);

    /** Some keys that are gone at a time, the earliest first. */
    List<Bytes> gone(long now, int most);

    /** When the next key is gone; {@link Entry#NEVER}. */
    long nextExpiry();

    /** Keys in the order of their unsigned bytes, from one on. */
    Cursor from(Bytes key);

    /** The latest version ever given; what a crash took back does not count. */
    Optional<Timestamp> latestVersion();

    /** The clock's node id: unlike that of any other store. */
    String nodeId();

    @Override
    void close();

    /** Goes through keys; what changes meanwhile is seen or not. */
    interface Cursor extends AutoCloseable {

        /** The next key; null after the last. */
        @Nullable
        Bytes next();

        /** When the key that {@link #next} gave is gone. */
        long expiry();

        @Override
        void close();
    }
}
