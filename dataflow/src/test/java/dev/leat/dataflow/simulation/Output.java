package dev.leat.dataflow.simulation;

import dev.leat.dataflow.DeadLetters;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;

/**
 * A record at its sink.
 *
 * @param lostAt for a dead letter, the operation that lost it; otherwise empty
 * @param all all there is to tell about it, in one line
 */
record Output(long physical, long counter, String lostAt, String text, String all) {

    /** The property that tells a message's source. */
    static final String ORIGIN = "origin";

    static Output of(Record record) {
        String lostAt = "";
        String value = "bytes";
        if (record.value() instanceof Message message) {
            lostAt = message.property(DeadLetters.OPERATION).orElse("");
            value = describe(message);
        }
        return of(
                record.time().physical(),
                record.time().counter(),
                record.time().nodeId(),
                lostAt,
                value,
                Text.of(record.value()));
    }

    /** What a record would be as a dead letter. */
    static Output lost(String operation, Record record) {
        String value = record.value() instanceof Message message
                ? describe(message)
                : message(
                        record.time().physical(),
                        record.time().counter(),
                        record.time().nodeId(),
                        "");
        return of(
                record.time().physical(),
                record.time().counter(),
                record.time().nodeId(),
                operation,
                value,
                Text.of(record.value()));
    }

    private static String describe(Message message) {
        DataTimestamp time = message.timestamp();
        return message(
                time.seconds() * 1000 + time.nanos() / 1_000_000,
                time.counter(),
                time.nodeId(),
                message.property(ORIGIN).orElse(""));
    }

    static Output of(long physical, long counter, String node, String lostAt, String value, String text) {
        String all = physical + ":" + counter + ":" + node + " " + value + " " + text
                + (lostAt.isEmpty() ? "" : " lost at " + lostAt);
        return new Output(physical, counter, lostAt, text, all);
    }

    static String message(long millis, long counter, String node, String origin) {
        return "message of " + millis + ":" + counter + ":" + node + " from '" + origin + "'";
    }

    /** Whether this one makes up for another, as {@link Text#covers} says. */
    boolean covers(Output other) {
        return physical == other.physical
                && counter == other.counter
                && lostAt.equals(other.lostAt)
                && Text.covers(text, other.text);
    }
}
