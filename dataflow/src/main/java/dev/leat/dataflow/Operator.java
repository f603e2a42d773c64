package dev.leat.dataflow;

/**
 * One operation's work on records.
 *
 * <p><b>Threads.</b> All methods are called by one thread, the worker's, which also created the operator. They may use
 * that thread for as long as the work takes, but must not wait for anything outside: the whole replica waits with them.
 *
 * <p><b>Room.</b> {@link #process} and {@link #advance} are called only while every output has room for at least one
 * record. An operator that emits at most one record an output in each call never sees a refusal.
 *
 * <p><b>Refusal.</b> Where {@link Outbox#offer} answers false, the operator remembers how far it got and returns false.
 * It is called again with the same argument when there is room, and goes on from there; nothing else is called in
 * between.
 *
 * <p><b>Receipts.</b> What an operator emits for a record carries that record's receipt ({@link Record#withValue} sees to
 * it); the worker keeps the count. An operator that keeps a record after {@code process} returned true retains its
 * receipt, and releases it after what came of it was offered. A record that leads to nothing is a deliberate drop: it is
 * acknowledged to its source.
 *
 * <p><b>Errors.</b> An operator that throws from {@code process} loses that record: it is reported to {@link Faults},
 * then acknowledged. What was offered before stays offered. The operator must be fit for the next record; one that is
 * not should replace its inner self before it throws; one that cannot throws {@link BrokenOperatorException}, which ends
 * the graph and leaves the record to come again.
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
     * Learns that nothing before the frontier will arrive on any input, unless late. Frontiers come in ascending order,
     * behind all records that were emitted before them.
     *
     * <p>Returning true gives up the right to emit before the frontier: only then does it move on to the outputs.
     *
     * @return true when all that had to be emitted before the frontier was; false to be called again with the same
     *     frontier
     * @throws Exception where that failed; the frontier then moves on all the same
     */
    default boolean advance(Frontier frontier, Outbox outbox) throws Exception {
        return true;
    }

    /** Frees what the operator holds. Called once, last, whether or not the graph ended well. */
    @Override
    default void close() {}
}
