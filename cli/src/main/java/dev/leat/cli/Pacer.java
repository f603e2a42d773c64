package dev.leat.cli;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.testkit.InputMessage;
import java.util.concurrent.TimeUnit;

/**
 * Plays recorded messages in real time: each as long after the first as it was then, with its time moved to now.
 *
 * <p>One thread.
 */
final class Pacer {

    private final HybridLogicalClock clock;
    private boolean begun;

    /** What a recorded time is moved by to be now. */
    private long shift;

    Pacer(HybridLogicalClock clock) {
        this.clock = clock;
    }

    /** Waits until it is time for the message, and answers it as one of now. */
    InputMessage await(InputMessage recorded) throws InterruptedException {
        long then = recorded.time().physical();
        if (!begun) {
            begun = true;
            shift = System.currentTimeMillis() - then;
        }
        long left = then + shift - System.currentTimeMillis();
        if (left > 0) {
            TimeUnit.MILLISECONDS.sleep(left);
        }
        Timestamp now = new Timestamp(
                Math.max(0, then + shift),
                recorded.time().counter(),
                recorded.time().nodeId());
        if (left < -TimeUnit.DAYS.toMillis(1)) {
            // Of no use as a distance: messages of another day among those of this one.
            now = clock.now();
        }
        Message message = recorded.message();
        return new InputMessage(now, message.withTimestamp(now.toDataTimestamp()));
    }
}
