package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds under a key.
 *
 * @param expiry milliseconds since 1970, from which on the key is gone; {@link #NEVER}
 * @param token that changes need at least; null where none protects the key
 */
record Entry(
        Bytes value,
        Timestamp version,
        long expiry,
        @Nullable Timestamp token) {

    static final long NEVER = Long.MAX_VALUE;

    boolean isGone(long now) {
        return expiry <= now;
    }
}
