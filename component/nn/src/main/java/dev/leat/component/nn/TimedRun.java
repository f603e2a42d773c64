package dev.leat.component.nn;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One computation with a bound on its time: when it has run out, ONNX Runtime is told to stop, which it does before the
 * next operator of the model, or the next iteration of a loop in it.
 */
final class TimedRun implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final OrtSession.RunOptions options;
    private final Future<?> end;
    private boolean open = true;
    private boolean expired;

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("leat-inference-watch")
                        .unstarted(task));
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(10, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
        return watch;
    }

    TimedRun(long nanos) throws OrtException {
        options = new OrtSession.RunOptions();
        end = WATCH.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
    }

    private synchronized void expire() {
        if (open) {
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
    public synchronized void close() {
        open = false;
        end.cancel(false);
        options.close();
    }
}
