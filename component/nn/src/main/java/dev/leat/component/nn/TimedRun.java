package dev.leat.component.nn;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * One computation with a bound on its time: when it has run out, ONNX Runtime is told to stop, which it does before the
 * next operator of the model, or the next iteration of a loop in it.
 */
final class TimedRun implements AutoCloseable {

    private final OrtSession.RunOptions options;
    private final long end;
    private boolean open = true;
    private boolean expired;

    /** @param nanos how long it may take, at least 0 */
    TimedRun(long nanos) throws OrtException {
        options = new OrtSession.RunOptions();
        // Far enough for any bound, and no overflow in the comparison.
        end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
        RunWatch.add(this);
    }

    /** Called by the watch: tells ONNX Runtime where the time is over. */
    synchronized void check(long now) {
        if (open && !expired && now - end >= 0) {
            expired = true;
            try {
                options.setTerminate(true);
            } catch (OrtException untold) {
                System.getLogger(TimedRun.class.getName())
                        .log(System.Logger.Level.WARNING, "a computation cannot be stopped", untold);
            }
        }
    }

    OrtSession.RunOptions options() {
        return options;
    }

    /** Whether the time ran out while the computation was under way. */
    synchronized boolean isExpired() {
        return expired;
    }

    @Override
    public void close() {
        RunWatch.remove(this);
        synchronized (this) {
            open = false;
            options.close();
        }
    }
}
