package dev.leat.cli;

import dev.leat.dataflow.RunningDataflow;
import java.time.Duration;

/** Ends a graph in good order when the process is told to stop. */
final class Shutdown {

    /** How long records that are under way may take to finish. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Shutdown() {}

    /** On SIGTERM or Ctrl-C: takes no more, delivers what is under way, closes. */
    static Thread onSignal(RunningDataflow running, Runnable before) {
        Thread hook = new Thread(
                () -> {
                    before.run();
                    try {
                        running.stop(PATIENCE);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                },
                "leat-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** The graph has ended by itself: there is nothing to stop any more. */
    static void cancel(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // The process is stopping already: the hook runs, and finds the graph at its end.
        }
    }
}
