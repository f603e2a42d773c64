package dev.leat.component.wasi;

/** A clock on which time passes only while somebody waits. */
final class FakeClock implements MonotonicClock {

    private long now;

    FakeClock(long now) {
        this.now = now;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void sleep(long nanos) {
        now += nanos;
    }
}
