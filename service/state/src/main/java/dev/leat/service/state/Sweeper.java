package dev.leat.service.state;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes when keys expire, so that they go, and whoever watches them is told. Its thread begins with the first expiry. */
final class Sweeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** The wall clock may be set: what it says is looked at this often at least. */
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private static final long RETRY_MILLIS = 1_000;

    private final InstantSource wallClock;
    private final LongSupplier sweep;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long next = Entry.NEVER;
    private boolean closed;
    private @Nullable Thread thread;

    /** @param sweep removes what is gone, and answers when the next key will be */
    Sweeper(InstantSource wallClock, LongSupplier sweep) {
        this.wallClock = wallClock;
        this.sweep = sweep;
    }

    /** There is a key that is gone at this time. */
    void expect(long at) {
        if (at == Entry.NEVER) {
            return;
        }
        lock.lock();
        try {
            if (thread == null && !closed) {
                thread = new Thread(this::run, "leat-state-expiry");
                thread.setDaemon(true);
                thread.start();
            }
            if (at < next) {
                next = at;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitNext()) {
            long following;
            try {
                following = sweep.getAsLong();
            } catch (RuntimeException failure) {
                if (isClosed()) {
                    return;
                }
                LOG.warn("Expired keys could not be removed; the next try is in {} ms", RETRY_MILLIS, failure);
                following = wallClock.millis() + RETRY_MILLIS;
            }
            expect(following);
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNext() {
        lock.lock();
        try {
            while (!closed) {
                long wait = next - wallClock.millis();
                if (wait <= 0) {
                    // What is expected from now on counts again: the sweep may not see it.
                    next = Entry.NEVER;
                    return true;
                }
                changed.await(Math.min(wait, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
            }
            return false;
        } catch (InterruptedException ended) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
