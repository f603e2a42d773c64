package dev.leat.dataflow;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which operations of a worker have something to do, and the worker's rest when none has.
 *
 * <p>The worker's own thread marks operations with {@link #mark}; whoever may be another thread with {@link #signal},
 * which wakes the worker. An operation with nothing to do is a zero bit: it costs nothing.
 */
final class Readiness {

    private final long[] ready;
    private final AtomicLongArray signals;

    /** Set while the worker rests or is about to; whoever clears it unparks. */
    private volatile @Nullable Thread resting;

    /** There is something to do that no operation stands for. */
    private volatile boolean woken;

    /** The worker's. Another thread never finds itself here, whatever it reads: so it need not be volatile. */
    private @Nullable Thread owner;

    Readiness(int operations) {
        int words = (operations + 63) >> 6;
        this.ready = new long[words];
        this.signals = new AtomicLongArray(words);
    }

    /** The calling thread is the worker's. */
    void begin() {
        owner = Thread.currentThread();
    }

    /** From the worker's thread. */
    void mark(int index) {
        ready[index >> 6] |= 1L << index;
    }

    /** From any thread, after what there is to see was published. */
    void signal(int index) {
        if (Thread.currentThread() == owner) {
            // Awake, and for some sources and sinks the usual case: no atomic update for each record.
            mark(index);
            return;
        }
        long bit = 1L << index;
        if ((signals.getAndAccumulate(index >> 6, bit, (word, flag) -> word | flag) & bit) == 0) {
            unpark();
        }
    }

    /** From any thread: has the worker take a round, without naming an operation. */
    void wake() {
        woken = true;
        unpark();
    }

    private void unpark() {
        Thread thread = resting;
        if (thread != null) {
            resting = null;
            LockSupport.unpark(thread);
        }
    }

    /** Takes in what was signalled. */
    void gather() {
        woken = false;
        for (int word = 0; word < ready.length; word++) {
            if (signals.get(word) != 0) {
                ready[word] |= signals.getAndSet(word, 0);
            }
        }
    }

    /** Removes and returns the lowest ready index at or after this one, or -1. */
    int takeNext(int from) {
        int word = from >> 6;
        if (word >= ready.length) {
            return -1;
        }
        long bits = ready[word] & (-1L << from);
        while (bits == 0) {
            if (++word == ready.length) {
                return -1;
            }
            bits = ready[word];
        }
        long bit = Long.lowestOneBit(bits);
        ready[word] &= ~bit;
        return (word << 6) + Long.numberOfTrailingZeros(bit);
    }

    /** Rests the calling thread, the worker's, until something is ready or the time is over. */
    void park(long nanos) {
        resting = Thread.currentThread();
        if (isIdle()) {
            LockSupport.parkNanos(this, nanos);
        }
        resting = null;
    }

    private boolean isIdle() {
        if (woken) {
            return false;
        }
        for (int word = 0; word < ready.length; word++) {
            if (ready[word] != 0 || signals.get(word) != 0) {
                return false;
            }
        }
        return true;
    }
}
