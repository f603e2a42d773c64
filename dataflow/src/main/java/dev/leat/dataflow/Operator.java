package dev.leat.dataflow;

import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;

/**
 * One operation's work on records.
 *
 * <p><b>Threads.</b> All methods are called by one thread, the worker's, which also created the operator. They may use
 * that thread for as long as the work takes, but must not wait for anything outside: the whole replica waits with them.
 *
 * <p><b>Order.</b> Records come in the order in which they were emitted, each source record with all that comes of it
 * before the next one. Completions come in ascending order of time, each after every record of an earlier time. An
 * operator is never called while one of its calls is under way.
 *
 * <p><b>Refusal.</b> Where {@link Outbox#offer} answers false, the operator remembers how far it got and returns false.
 * It is called again with the same argument when there is room, and goes on from there; nothing else is called in
 * between. An operator that emits at most one record an output in each call never sees a refusal.
 *
 * <p><b>Time.</b> What an operator emits lies at or after the time of the record that it was called with, or of the time
 * that was completed. One that wants to emit later than during the call asks for that with {@link Outbox#notifyAt}; until
 * then, nothing behind it sees that time completed.
 *
 * <p><b>Receipts.</b> What an operator emits for a record carries that record's receipt ({@link Record#withValue} sees to
 * it); the worker keeps the count. An operator that keeps a record after {@code process} returned true says {@link
 * Outbox#keep}, and releases its receipt after what came of it was offered. A record that leads to nothing is a
 * deliberate drop: it is acknowledged to its source.
 *
 * <p><b>Checkpoints.</b> {@link #save} is called between other calls, never between a refusal and the call that goes on.
 * What it answers holds all that later results depend on, but for what was asked for with {@code notifyAt}: the worker
 * sees to that. {@link #restore} is called at most once, before any record, on a fresh operator.
 *
 * <p><b>Errors.</b> An operator that throws from {@code process} loses that record: it is reported to {@link Faults},
 * goes to the dead letters, then is acknowledged. What was offered before stays offered. The operator must be fit for the
 * next record; one that is not should replace its inner self before it throws; one that cannot throws {@link
 * BrokenOperatorException}, which ends the graph and leaves the record to come again.
 */
public interface Operator extends AutoCloseable {

    /**
     * Works on a record.
     *
     * @param input from 0, in the order in which the operation's inputs were connected
     * @return true when done with the record; false to be called again with the same record
     * @throws Exception where this record cannot be processed
     */
    boolean process(int input, Record record, Outbox outbox) throws Exception;

    /**
     * Learns that nothing can arrive any more at a time that was asked for.
     *
     * @return true when all that had to be emitted was; false to be called again with the same time
     * @throws Exception where that failed; what waits behind this operation goes on all the same
     */
    default boolean complete(Timestamp time, Outbox outbox) throws Exception {
        return true;
    }

    /** What the operator holds at this moment, as a value that later calls do not change; another thread writes it. */
    default State save() {
        return State.NONE;
    }

    /**
     * Takes back what {@link #save} wrote, perhaps by an earlier version of the operator. Not called where nothing was
     * saved.
     *
     * @throws IOException where this operator cannot read it; the operator is then replaced by a fresh one, and what was
     *     not kept is named in the log
     */
    default void restore(StateReader state) throws IOException {}

    /** Frees what the operator holds. Called once, last, whether or not the graph ended well. */
    @Override
    default void close() {}
}
