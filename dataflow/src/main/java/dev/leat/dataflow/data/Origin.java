package dev.leat.dataflow.data;

import java.util.Optional;

/**
 * What a message was at its source besides what modules see: for destinations that pass it on. It follows a record through
 * operators that answer records one by one; what is made of a group has none.
 *
 * @param topic that the message came by, in UTF-8; empty where it is not known
 * @param retained whether it was published with the retain flag
 * @param expiresAt when the message is worth nothing any more, in milliseconds since the epoch; {@link #NEVER} for never
 * @param responseTopic where an answer is expected
 * @param correlationData what an answer must repeat
 */
public record Origin(
        Bytes topic, boolean retained, long expiresAt, Optional<Bytes> responseTopic, Optional<Bytes> correlationData) {

    /** For messages that do not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Of what comes from no message. */
    public static final Origin NONE = of(Bytes.EMPTY);

    /** Of a message of which nothing but its topic is to be remembered. */
    public static Origin of(Bytes topic) {
        return new Origin(topic, false, NEVER, Optional.empty(), Optional.empty());
    }

    /** Whether the message is worth nothing at that time, in milliseconds since the epoch. */
    public boolean isExpired(long now) {
        return now >= expiresAt;
    }
}
