package dev.leat.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs work that may take too long on a thread of its own. */
final class TimeLimit {

    private TimeLimit() {}

    /**
     * Runs the work. Where it takes longer than the limit, or the caller is interrupted, it is interrupted and waited
     * for: nothing of it goes on when this returns or throws.
     *
     * @return what the work returned; empty where it took too long, whatever came of it then
     * @throws ExecutionException with what the work threw
     */
    static <T> Optional<T> run(Duration limit, Callable<T> work) throws ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().name("leat-test").start(task);
        boolean inTime = false;
        try {
            inTime = thread.join(limit);
        } finally {
            if (!inTime) {
                thread.interrupt();
                awaitEnd(thread);
            }
        }
        return inTime ? Optional.of(task.get()) : Optional.empty();
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
