package dev.leat.endpoint;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, and shortened by chance, so that
 * many clients of one broker do not come back at once. Belongs to one thread.
 */
public final class Backoff {

    private final long firstMillis;
    private final long mostMillis;
    private final DoubleSupplier chance;
    private int attempts;

    /** @param chance numbers from 0 inclusive to 1 exclusive */
    public Backoff(Duration first, Duration most, DoubleSupplier chance) {
        this.firstMillis = first.toMillis();
        this.mostMillis = most.toMillis();
        this.chance = chance;
    }

    /** The next wait, in milliseconds: between half of the step and all of it. */
    public long nextMillis() {
        long step = attempts < 20 ? Math.min(firstMillis << attempts, mostMillis) : mostMillis;
        attempts++;
        return step - (long) (chance.getAsDouble() * step / 2);
    }

    /** The attempt succeeded: the next wait is the first again. */
    public void reset() {
        attempts = 0;
    }
}
