package dev.leat.service.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that a test moves, from now on: clients that have a real one agree with it. */
final class FakeClock implements InstantSource {

    private volatile long millis = System.currentTimeMillis();

    void advance(Duration by) {
        millis += by.toMillis();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public long millis() {
        return millis;
    }
}
