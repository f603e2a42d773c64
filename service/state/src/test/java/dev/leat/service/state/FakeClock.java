package dev.leat.service.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that a test moves. */
final class FakeClock implements InstantSource {

    private volatile long millis = 1_750_000_000_000L;

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
