package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStoreException;
import dev.leat.service.state.protocol.Refusal;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a store takes: within its limits, not from the future, and with the token that their key asks for. What it
 * does not take it answers with {@link StateStoreException.Reason#REQUEST} and the documented text.
 *
 * @param reached the latest version when the store was opened, in milliseconds: later than the wall clock where that was set
 *     back
 */
record Admission(StateStoreLimits limits, InstantSource wallClock, long reached) {

    /** How far a request's time and a token may be ahead of this machine's clock. */
    private static final long MOST_AHEAD_MILLIS = 60_000;

    private static final int LONGEST_NODE_ID = 1_024;

    boolean isTooFarAhead(Timestamp time) {
        return time.physical() - Math.max(wallClock.millis(), reached) > MOST_AHEAD_MILLIS;
    }

    void check(Bytes key) {
        if (key.isEmpty()) {
            throw Refusal.KEY_IS_EMPTY.exception();
        }
        checkPattern(key);
    }

    void checkPattern(Bytes pattern) {
        if (pattern.length() > limits.keyBytes()) {
            throw Refusal.QUOTA_EXCEEDED.exception();
        }
    }

    void checkValue(Bytes value) {
        if (value.length() > limits.valueBytes()) {
            throw Refusal.QUOTA_EXCEEDED.exception();
        }
    }

    void check(Optional<Timestamp> token) {
        if (token.isPresent()) {
            if (token.get().nodeId().length() > LONGEST_NODE_ID) {
                throw Refusal.MALFORMED_TIMESTAMP.exception();
            }
            if (isTooFarAhead(token.get())) {
                throw Refusal.TOKEN_FROM_THE_FUTURE.exception();
            }
        }
    }

    /** The token that protects the key after a change with this one. */
    static @Nullable Timestamp fence(@Nullable Entry present, Optional<Timestamp> token) {
        Timestamp protecting = present == null ? null : present.token();
        if (protecting != null) {
            if (token.isEmpty()) {
                throw Refusal.TOKEN_REQUIRED.exception();
            }
            if (token.get().compareTo(protecting) < 0) {
                throw Refusal.TOKEN_TOO_LOW.exception();
            }
        }
        return token.orElse(null);
    }
}
