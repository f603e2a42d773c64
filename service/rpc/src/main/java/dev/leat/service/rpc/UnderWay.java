package dev.leat.service.rpc;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that a server has begun and not finished, until it begins no more. Safe for use by many threads. */
final class UnderWay {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition finished = lock.newCondition();
    private int count;
    private boolean ended;

    /** False where no more are begun. */
    boolean begin() {
        lock.lock();
        try {
            if (!ended) {
                count++;
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** How many are under way. */
    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    void finish() {
        lock.lock();
        try {
            if (--count == 0) {
                finished.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on none is begun. Waits until none is under way, but no longer than so long.
     *
     * @return whether this was the first call
     */
    boolean end(Duration patience) {
        lock.lock();
        boolean first = !ended;
        ended = true;
        try {
            long left = patience.toNanos();
            while (count > 0 && left > 0) {
                left = finished.awaitNanos(left);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return first;
    }
}
