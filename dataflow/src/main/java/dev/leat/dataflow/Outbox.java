package dev.leat.dataflow;

/** Where an operator puts what it emits. Belongs to the worker's thread, and to the call that it was given to. */
public interface Outbox {

    /**
     * Emits a record on one output, to every operation that the output is connected to.
     *
     * <p>The receipt is retained for what was emitted: the operator's own hold on it is as before.
     *
     * @param output from 0, in the order in which the operation's arms were declared
     * @return false where there is no room, and nothing was emitted; it stays so until the operator's call returns
     */
    boolean offer(int output, Record record);

    /** Emits on the only output, or on the first of several. */
    default boolean offer(Record record) {
        return offer(0, record);
    }
}
