package dev.leat.dataflow;

import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;

/**
 * Where records go, and whose word counts: a record is acknowledged to its source only when all sinks that it reached
 * have confirmed it.
 *
 * <p><b>Threads.</b> All methods are called by the worker's thread and must return soon. Confirmations may come from any
 * thread, and already during the call to {@link #offer}.
 *
 * <p><b>Bounds.</b> A sink holds a bounded number of unconfirmed records and refuses more. When room comes back it
 * confirms a record or calls {@link Egress#wake}, having made the room first: the worker then offers again.
 *
 * <p><b>Failures.</b> What may pass (no connection, a busy receiver) the sink retries, for as long as it takes; what is
 * sent again may arrive behind what was sent after it. What cannot pass (the receiver will never take this record) goes to {@link Confirmation#failed}. A sink that can
 * never work again says {@link Egress#fail}.
 */
public interface Sink extends AutoCloseable {

    /**
     * Gets ready for records; need not be connected when it returns.
     *
     * @throws Exception where it can never work; the graph does not start then
     */
    void start(Egress egress) throws Exception;

    /**
     * Takes a record to deliver. Records come in the order of the edge, and are sent in that order.
     *
     * @param confirmation to be answered exactly once, where the record was taken
     * @return false where there is no room; the same record is offered again later
     */
    boolean offer(Record record, Confirmation confirmation);

    /** Sends what was taken: called after a batch of offers, before the worker turns to something else or rests. */
    default void flush() {}

    /**
     * Sends at once what it would hold back to send it with more: all sources have ended, and everything that came of them
     * was offered. Called as often as the worker looks whether the sink has confirmed all of it.
     */
    default void drain() {}

    /**
     * Where this sink stands, once all that it confirmed is safe there: for one that can go back to that place, such as a
     * file. Called between offers, after a flush; another thread writes the answer. Such a sink confirms on the worker's
     * thread, so that the answer is of just those records that it has confirmed. One that starts without {@link #restore}
     * begins anew: the source brings everything.
     */
    default State save() {
        return State.NONE;
    }

    /**
     * Goes back to where {@link #save} was called. Called at most once, before {@link #start}; not where nothing was saved.
     *
     * @throws IOException where it cannot; the graph does not start then
     */
    default void restore(StateReader state) throws IOException {}

    /** How it stands with what is outside. From any thread, at any time. */
    default Health health() {
        return Health.UP;
    }

    /** Frees what the sink holds. What is not confirmed by now will not be. */
    @Override
    default void close() {}
}
