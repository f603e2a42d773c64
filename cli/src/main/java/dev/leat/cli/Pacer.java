package dev.leat.cli;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.testkit.InputMessage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Plays recorded messages in real time: each as long after the first as it was then, with its time moved to now. A time
 * more than an hour ahead of those before it is not waited for, nor is one of a day before them of use: such a message
 * is played at once, at the time of now. Where the next one stands by it, the recording had a pause, which is left out.
 *
 * <p>One thread.
 */
final class Pacer {

    private static final long LONGEST_PAUSE = TimeUnit.HOURS.toMillis(1);
    private static final long FARTHEST_BACK = TimeUnit.DAYS.toMillis(1);

    /** How the time passes while nothing is to be played. */
    interface Pause {
        void await(long millis) throws InterruptedException;
    }

    private final HybridLogicalClock clock;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final long beginMillis;
    private final long beginNanos;
    private boolean begun;

    /** What a recorded time is moved by to be now. */
    private long shift;

    /** The latest recorded time that was waited for. */
    private long latest;

    /** A recorded time beyond a long pause, if the message before was one, and what it was moved by; -1 if not. */
    private long beyond = -1;

    private long beyondShift;

    /** @param nanoTime what the pace is kept by: nobody sets it */
    Pacer(HybridLogicalClock clock, long wallMillis, LongSupplier nanoTime, Pause pause) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.beginMillis = wallMillis;
        this.beginNanos = nanoTime.getAsLong();
    }

    /** Waits until it is time for the message, and answers it as one of now. */
    InputMessage await(InputMessage recorded) throws InterruptedException {
        long then = recorded.time().physical();
        if (!begun) {
            begun = true;
            goOnFrom(then, now() - then);
        } else if (then - latest > LONGEST_PAUSE) {
            if (beyond < 0 || Math.abs(then - beyond) > LONGEST_PAUSE) {
                beyond = then;
                beyondShift = now() - then;
                return at(clock.now(), recorded);
            }
            goOnFrom(beyond, beyondShift);
        }
        beyond = -1;
        latest = Math.max(latest, then);
        long left = then + shift - now();
        if (left > 0) {
            pause.await(left);
        }
        return at(
                left < -FARTHEST_BACK
                        ? clock.now()
                        : new Timestamp(
                                Math.max(0, then + shift),
                                recorded.time().counter(),
                                recorded.time().nodeId()),
                recorded);
    }

    private void goOnFrom(long recorded, long moved) {
        latest = recorded;
        shift = moved;
    }

    private long now() {
        return beginMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beginNanos);
    }

    private static InputMessage at(Timestamp time, InputMessage recorded) {
        return new InputMessage(time, recorded.message().withTimestamp(time.toDataTimestamp()));
    }
}
