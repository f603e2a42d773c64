package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStoreException;
import java.time.Duration;
import java.util.Optional;

/** What a client asks of a state store: the payload of a request. */
public sealed interface StateStoreRequest {

    /** The longest expiry in milliseconds: 100,000 days. */
    long LONGEST_EXPIRY_MILLIS = 8_640_000_000_000L;

    /** {@code SET key value [NX | NEX] [PX milliseconds]}. */
    record Set(Bytes key, Bytes value, Condition condition, Optional<Duration> expiry) implements StateStoreRequest {}

    /** {@code GET key}. */
    record Get(Bytes key) implements StateStoreRequest {}

    /** {@code DEL key}. */
    record Delete(Bytes key) implements StateStoreRequest {}

    /** {@code VDEL key value}. */
    record DeleteIfEqual(Bytes key, Bytes value) implements StateStoreRequest {}

    /** {@code KEYNOTIFY key [STOP]}. */
    record Notify(Bytes key, boolean stop) implements StateStoreRequest {}

    /** {@code SCAN pattern [next]}; {@code next} is what the answer before gave. */
    record Scan(Bytes pattern, Optional<String> next) implements StateStoreRequest {}

    /**
     * An expiry in milliseconds, rounded up; one that is longer than the longest counts as that.
     *
     * @throws StateStoreException {@link Refusal#SYNTAX_ERROR} where it is not positive
     */
    static long expiryMillis(Duration expiry) {
        if (!expiry.isPositive()) {
            throw Refusal.SYNTAX_ERROR.exception();
        }
        // Seconds are looked at first: the longest durations have too many milliseconds.
        Duration longest = Duration.ofMillis(LONGEST_EXPIRY_MILLIS);
        return expiry.compareTo(longest) > 0
                ? LONGEST_EXPIRY_MILLIS
                : expiry.plusNanos(999_999).toMillis();
    }

    /**
     * Reads a request. Commands and options may have any case.
     *
     * @throws StateStoreException with the text of a {@link Refusal}
     */
    static StateStoreRequest parse(Bytes payload) {
        return RequestParser.parse(payload);
    }

    /**
     * The request as a client sends it.
     *
     * @throws StateStoreException as {@link #expiryMillis}
     */
    default Bytes encode() {
        return switch (this) {
            case Set set -> {
                boolean conditional = set.condition() != Condition.ALWAYS;
                RespWriter writer = new RespWriter()
                        .array(3 + (conditional ? 1 : 0) + (set.expiry().isPresent() ? 2 : 0))
                        .blob("SET")
                        .blob(set.key())
                        .blob(set.value());
                if (conditional) {
                    writer.blob(set.condition() == Condition.ABSENT ? "NX" : "NEX");
                }
                set.expiry().ifPresent(expiry -> writer.blob("PX").blob(Long.toString(expiryMillis(expiry))));
                yield writer.toBytes();
            }
            case Get(Bytes key) ->
                new RespWriter().array(2).blob("GET").blob(key).toBytes();
            case Delete(Bytes key) ->
                new RespWriter().array(2).blob("DEL").blob(key).toBytes();
            case DeleteIfEqual(Bytes key, Bytes value) ->
                new RespWriter().array(3).blob("VDEL").blob(key).blob(value).toBytes();
            case Notify(Bytes key, boolean stop) -> {
                RespWriter writer =
                        new RespWriter().array(stop ? 3 : 2).blob("KEYNOTIFY").blob(key);
                yield (stop ? writer.blob("STOP") : writer).toBytes();
            }
            case Scan(Bytes pattern, Optional<String> next) -> {
                RespWriter writer = new RespWriter()
                        .array(next.isPresent() ? 3 : 2)
                        .blob("SCAN")
                        .blob(pattern);
                next.ifPresent(writer::blob);
                yield writer.toBytes();
            }
        };
    }
}
