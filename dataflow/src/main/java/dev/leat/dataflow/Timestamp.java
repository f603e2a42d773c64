package dev.leat.dataflow;

import dev.leat.dataflow.data.DataTimestamp;
import java.util.Optional;

/**
 * A time of a hybrid logical clock, in a total order by physical time, then counter, then node id.
 *
 * <p>The text form is {@code milliseconds:counter:node}, the first two in decimal, padded with zeros to 15 and 5 digits,
 * such as {@code 001732147200123:00000:df}. Reading is lenient: any width will do.
 *
 * @param physical milliseconds since 1970-01-01T00:00:00Z; not negative
 * @param counter of events within the millisecond; an unsigned 64-bit number
 * @param nodeId of the clock that gave the time; without a colon
 */
public record Timestamp(long physical, long counter, String nodeId) implements Comparable<Timestamp> {

    private static final int PHYSICAL_DIGITS = 15;
    private static final int COUNTER_DIGITS = 5;
    private static final String ZEROS = "000000000000000";

    public Timestamp {
        if (physical < 0) {
            throw new IllegalArgumentException("physical time must not be negative: " + physical);
        }
        if (nodeId.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a node id must not contain a colon: " + nodeId);
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException where the text is no timestamp; the message says so and quotes it
     */
    public static Timestamp parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a timestamp of the form milliseconds:counter:node: '" + text + "'"));
    }

    /** Reads the text form; empty where the text is no timestamp. Costs no exception for the usual mistakes. */
    public static Optional<Timestamp> tryParse(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        if (first < 0 || second < 0 || text.indexOf(':', second + 1) >= 0) {
            return Optional.empty();
        }
        if (!isDecimal(text, 0, first) || !isDecimal(text, first + 1, second)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Timestamp(
                    Long.parseLong(text, 0, first, 10),
                    Long.parseUnsignedLong(text, first + 1, second, 10),
                    text.substring(second + 1)));
        } catch (NumberFormatException outOfRange) {
            return Optional.empty();
        }
    }

    private static boolean isDecimal(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }

    /** The time that a module gave, cut to milliseconds. A colon in the node id becomes a hyphen. */
    public static Timestamp of(DataTimestamp data) {
        long milliseconds = Math.addExact(Math.multiplyExact(data.seconds(), 1000), data.nanos() / 1_000_000);
        return new Timestamp(milliseconds, data.counter(), data.nodeId().replace(':', '-'));
    }

    /** The same time as a message carries it. */
    public DataTimestamp toDataTimestamp() {
        return new DataTimestamp(physical / 1000, (int) (physical % 1000) * 1_000_000, counter, nodeId);
    }

    @Override
    public int compareTo(Timestamp other) {
        if (physical != other.physical) {
            return Long.compare(physical, other.physical);
        }
        if (counter != other.counter) {
            return Long.compareUnsigned(counter, other.counter);
        }
        return nodeId.compareTo(other.nodeId);
    }

    /** The text form; {@link #parse} reads it back. */
    @Override
    public String toString() {
        String milliseconds = Long.toString(physical);
        String count = Long.toUnsignedString(counter);
        StringBuilder text = new StringBuilder(PHYSICAL_DIGITS + COUNTER_DIGITS + 8 + nodeId.length());
        pad(text, PHYSICAL_DIGITS - milliseconds.length()).append(milliseconds).append(':');
        pad(text, COUNTER_DIGITS - count.length()).append(count).append(':');
        return text.append(nodeId).toString();
    }

    private static StringBuilder pad(StringBuilder text, int width) {
        return width > 0 ? text.append(ZEROS, 0, width) : text;
    }
}
