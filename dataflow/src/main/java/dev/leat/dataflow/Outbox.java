package dev.leat.dataflow;

/** An operator's way into the graph. Belongs to the worker's thread, and to the call that it was given to. */
public interface Outbox {

    /**
     * Emits a record on one output, to every operation that the output is connected to. Those behind it work on it
     * before this returns, as far as there is room.
     *
     * <p>The receipt is held for what was emitted: the operator's own hold on it is as before.
     *
     * @param output from 0, in the order in which the operation's arms were declared
     * @param record at a time not before the millisecond of the call: the one of the record being processed, or the one
     *     that was completed
     * @return false where there is no room, and nothing was emitted; it stays so until the operator's call returns. The
     *     first offer of each output in a call is never refused
     * @throws IllegalArgumentException where the record's time lies before that millisecond
     */
    boolean offer(int output, Record record);

    /** Emits on the only output, or on the first of several. */
    default boolean offer(Record record) {
        return offer(0, record);
    }

    /**
     * Keeps the record beyond the call: its source record is not acknowledged before the operator releases the receipt, or
     * before a checkpoint with it is durable.
     */
    void keep(Record record);

    /**
     * Asks for a call of {@link Operator#complete} when nothing can arrive any more at that physical time, and keeps the
     * right to emit at this time and later until then: what is behind this operation waits with it.
     *
     * <p>Ask once for each time.
     *
     * @param time not before the millisecond of the call
     */
    void notifyAt(Timestamp time);

    /** Reports a kept record as lost: to the faults, and to the dead letters. Its receipt is still the operator's to release. */
    void lose(Record record, Throwable reason);
}
