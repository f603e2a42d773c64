package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Origin;
import java.util.concurrent.CountDownLatch;

/**
 * A source's way into a graph: a bounded queue that the worker drains. Safe for use by several threads; the records of
 * each keep their order.
 */
public interface Ingress {

    /** How many records fit. */
    int capacity();

    /**
     * Offers a record; never waits.
     *
     * @param origin what a destination may want to know of it, and operators do not
     * @param acknowledge run once, on any thread, when all that came of the record is confirmed or deliberately dropped;
     *     it must neither block nor throw. It never runs where the graph ends before that.
     * @return false where the queue is full or closed, and the record was not taken
     */
    boolean offer(Timestamp time, DataModel value, Origin origin, Runnable acknowledge);

    /** Offers a record without an origin. */
    default boolean offer(Timestamp time, DataModel value, Runnable acknowledge) {
        return offer(time, value, Origin.NONE, acknowledge);
    }

    /**
     * Offers a record and waits for room.
     *
     * @return false where the ingress is closed, and the record was not taken
     */
    default boolean put(Timestamp time, DataModel value, Origin origin, Runnable acknowledge)
            throws InterruptedException {
        while (!offer(time, value, origin, acknowledge)) {
            if (isClosed()) {
                return false;
            }
            CountDownLatch room = new CountDownLatch(1);
            whenRoom(room::countDown);
            room.await();
        }
        return true;
    }

    /** Offers a record without an origin, and waits for room. */
    default boolean put(Timestamp time, DataModel value, Runnable acknowledge) throws InterruptedException {
        return put(time, value, Origin.NONE, acknowledge);
    }

    /**
     * Runs the callback once: when there is room again after a refused offer, or when the ingress is closed. Runs it at
     * once, on the calling thread, where that is so already, and else on the worker's thread: it must not block.
     */
    void whenRoom(Runnable callback);

    /**
     * Says that nothing before this frontier comes any more, behind what was offered so far; what comes all the same is
     * late. For sources that know.
     *
     * @return false where the queue is full or closed, and nothing was said
     */
    boolean advance(Frontier frontier);

    /** Counts a record whose own time could not be read, and that was offered with the time of its arrival. */
    void countUnreadableTime();

    /** How many of this source's records the restored checkpoint holds already; 0 where none was restored. */
    long restored();

    /** Says that nothing more comes. What was accepted is processed to its end. */
    void end();

    /** Says that the source gave up, which ends the graph. */
    void fail(Throwable reason);

    /** Whether offers are refused for good: after {@link #end}, or because the graph stops. */
    boolean isClosed();
}
