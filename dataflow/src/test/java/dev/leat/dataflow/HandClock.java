package dev.leat.dataflow;

import java.time.Duration;

/** A clock that only a test moves. */
final class HandClock implements WorkerClock {

    private long wallMillis = 1_000_000;
    private long nanos = 77;

    @Override
    public long wallMillis() {
        return wallMillis;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    void pass(Duration time) {
        wallMillis += time.toMillis();
        nanos += time.toNanos();
    }

    /** Someone sets the wall clock. */
    void setWall(long millis) {
        wallMillis = millis;
    }
}
