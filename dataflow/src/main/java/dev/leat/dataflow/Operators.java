package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;
import java.util.List;

/** Operators made of a function. */
public final class Operators {

    /** The arms of a branch, in order: for records that the condition refuses, and for those that it meets. */
    public static final List<String> BRANCH_ARMS = List.of("False", "True");

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

    /** Answers a record with its new time; one in a millisecond before the record's own counts as the record's own. */
    @FunctionalInterface
    public interface Delaying {
        Timestamp apply(Record record) throws Exception;
    }

    /** One record out for each record in, at the same time. */
    public static Operator map(Mapping mapping) {
        return (Step) record -> record.withValue(mapping.apply(record));
    }

    /** Passes on the records that meet the condition and drops the others. */
    public static Operator filter(Condition condition) {
        return (Step) record -> condition.test(record) ? record : null;
    }

    /** Sends each record to one of two arms, {@link #BRANCH_ARMS}. */
    public static Operator branch(Condition condition) {
        return (input, record, outbox) -> outbox.offer(condition.test(record) ? 1 : 0, record);
    }

    /** Passes on everything from all its inputs, in the order in which it arrives. */
    public static Operator concatenate() {
        return (Step) record -> record;
    }

    /** Moves records to later times. Their values stay as they are. */
    public static Operator delay(Delaying delaying) {
        return (Step) record -> {
            Timestamp later = delaying.apply(record);
            return later.physical() < record.time().physical() ? record : record.withTime(later);
        };
    }

    /** Makes one record of all that have the same time: see {@link Accumulate}. */
    public static Operator accumulate(Accumulate.Accumulator accumulator, AccumulateLimits limits) {
        return new Accumulate(accumulator, limits);
    }
}
