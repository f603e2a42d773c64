package dev.leat.dataflow.data;

/**
 * The timestamp inside a message or snapshot, as modules see and set it.
 *
 * <p>It is data: the dataflow orders by the record's own {@code Timestamp}, which {@code delay} moves and modules
 * cannot reach.
 *
 * @param seconds since 1970-01-01T00:00:00Z; not negative
 * @param nanos within the second; 0 to 999,999,999
 * @param counter of the hybrid logical clock; an unsigned 64-bit number
 * @param nodeId of the hybrid logical clock
 */
public record DataTimestamp(long seconds, int nanos, long counter, String nodeId) {

    public DataTimestamp {
        if (seconds < 0) {
            throw new IllegalArgumentException("seconds must not be negative: " + seconds);
        }
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("nanos must be between 0 and 999999999, not " + nanos);
        }
    }
}
