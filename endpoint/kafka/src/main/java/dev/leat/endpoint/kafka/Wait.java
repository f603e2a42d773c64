package dev.leat.endpoint.kafka;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one thread wait for what others do; they pay for it only while it does. */
final class Wait {

    private volatile @Nullable Thread waiting;

    /** From the one thread: returns when another calls {@link #end} from now on, after this time, or for no reason. */
    void await(long nanos, Condition unless) {
        waiting = Thread.currentThread();
        try {
            // Looked at after saying so: whoever changes it from here on ends the wait.
            if (!unless.holds()) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            waiting = null;
        }
    }

    /** From any thread, having changed something. */
    void end() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** What makes waiting needless. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }
}
