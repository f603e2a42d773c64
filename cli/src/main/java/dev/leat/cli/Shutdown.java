package dev.leat.cli;

import dev.leat.dataflow.RunningDataflow;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a graph in good order when the process is told to stop. Closed when everything else is: the process stays until
 * then, for a while, so that nothing that is written is cut off.
 */
final class Shutdown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** How long records that are under way may take to finish, and then the command to close what it opened. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread hook;

    /** What takes no more, and delivers what is under way in that time. */
    interface Stopping {
        void stop(Duration patience) throws InterruptedException;
    }

    /** What must be closed before the process ends. */
    interface Closing {
        void close() throws IOException;
    }

    Shutdown() {
        this(PATIENCE);
    }

    /** @param patience for the command to close what it opened, once the graph has stopped */
    Shutdown(Duration patience) {
        this.patience = patience;
    }

    /**
     * From now on, SIGTERM or Ctrl-C takes no more, delivers what is under way, and waits until this is closed.
     *
     * @param otherwise run where the command does not come to close this in time: it may wait for its input
     */
    void onSignal(RunningDataflow running, Closing otherwise) {
        Thread added = new Thread(() -> stop(running::stop, otherwise), "leat-shutdown");
        hook = added;
        Runtime.getRuntime().addShutdownHook(added);
    }

    void stop(Stopping running, Closing otherwise) {
        stopping.countDown();
        try {
            running.stop(PATIENCE);
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                otherwise.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.error("{}: {}", CliProblem.FILE.code(), failure.getMessage());
        }
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits, or until the process is told to stop. */
    void pause(long millis) throws InterruptedException {
        if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
            LOG.debug("a pause of {} ms is cut short", millis);
        }
    }

    /** Everything is closed: there is nothing to stop or to wait for any more. */
    @Override
    public void close() {
        closed.countDown();
        Thread added = hook;
        if (added == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(added);
        } catch (IllegalStateException ignored) {
            // The process is stopping already: the hook runs, and finds everything at its end.
        }
    }
}
