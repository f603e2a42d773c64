package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;

/** Operators made of a function. */
public final class Operators {

    private Operators() {}

    /** Answers a record with the value that takes its place. */
    @FunctionalInterface
    public interface Mapping {
        DataModel apply(Record record) throws Exception;
    }

    /** Answers whether a record stays. */
    @FunctionalInterface
    public interface Condition {
        boolean test(Record record) throws Exception;
    }

    /** One record out for each record in, at the same time. */
    public static Operator map(Mapping mapping) {
        return (input, record, outbox) -> outbox.offer(record.withValue(mapping.apply(record)));
    }

    /** Passes on the records that meet the condition and drops the others. */
    public static Operator filter(Condition condition) {
        return (input, record, outbox) -> !condition.test(record) || outbox.offer(record);
    }
}
