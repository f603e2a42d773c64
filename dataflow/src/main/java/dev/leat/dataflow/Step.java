package dev.leat.dataflow;

import org.jspecify.annotations.Nullable;

/**
 * An operator that holds nothing and makes of each record one or none, at its time or later, on its first output. Steps in
 * a row are one loop: see {@link OperatorNode}.
 */
@FunctionalInterface
interface Step extends Operator {

    /** What comes of a record; null where nothing does. */
    @Nullable
    Record apply(Record record) throws Exception;

    @Override
    default boolean process(int input, Record record, Outbox outbox) throws Exception {
        Record result = apply(record);
        return result == null || outbox.offer(result);
    }
}
