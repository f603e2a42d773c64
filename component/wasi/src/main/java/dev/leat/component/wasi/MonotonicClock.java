package dev.leat.component.wasi;

import java.time.Duration;

/** A clock that never goes back, and a way to wait on it. Safe for use by many threads. */
public interface MonotonicClock {

    /** Nanoseconds since some moment of the past; never negative. */
    long nanos();

    /**
     * Waits on the calling thread. May return early: callers look at {@link #nanos} again.
     *
     * @param nanos how long, on this clock; positive
     * @throws InterruptedException where the thread is interrupted
     */
    void sleep(long nanos) throws InterruptedException;

    /** The machine's clock; it starts at zero when this class is loaded. */
    static MonotonicClock system() {
        return SystemClock.INSTANCE;
    }

    /** The machine's clock. */
    enum SystemClock implements MonotonicClock {
        INSTANCE;

        private final long origin = System.nanoTime();

        @Override
        public long nanos() {
            return System.nanoTime() - origin;
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            Thread.sleep(Duration.ofNanos(nanos));
        }
    }
}
