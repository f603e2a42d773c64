package dev.leat.component.nn;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import dev.leat.component.nn.Inference.SharedModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Computes on threads of its own, so that whoever waits can give up: one operator of a model may run for minutes, and
 * nothing can stop it. Such a computation is abandoned: it runs on behind everybody's back, with its model and its memory,
 * until it ends by itself. Safe for use by many threads.
 */
final class Computations {

    /** With so many abandoned ones, no other begins: each takes a core and memory. */
    static final int MOST_ABANDONED = 4;

    /** How long one that was told to stop is waited for: most are between two operators by then. */
    private static final Duration GRACE = Duration.ofMillis(200);

    /** Subgraphs inside each other take the thread's stack. */
    private static final long STACK_BYTES = 8L << 20;

    /** As many as there are callers, and abandoned ones: each computation has its thread at once. */
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform()
                    .daemon()
                    .name("leat-inference")
                    .stackSize(STACK_BYTES)
                    .factory());

    private int abandoned;

    /** How many are under way that nobody waits for any more. */
    synchronized int abandoned() {
        return abandoned;
    }

    /**
     * Computes, for no longer than a limit.
     *
     * @param run what is computed with the model; it is used up
     * @param nanosLeft how long the caller can wait, in nanoseconds
     * @param memory takes the memory that the computation reads away from its owner, and gives what frees it; called when
     *     it is abandoned
     */
    List<NamedTensor> compute(SharedModel model, OnnxRun run, Duration limit, long nanosLeft, Supplier<Runnable> memory)
            throws NnException {
        CompletableFuture<List<NamedTensor>> outputs = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                outputs.complete(run.call());
            } catch (Throwable failure) {
                outputs.completeExceptionally(failure);
            }
        });
        try {
            return get(outputs, Math.max(0, Math.min(limit.toNanos(), nanosLeft)));
        } catch (TimeoutException late) {
            run.terminate();
            return lastOf(model, outputs, "the model took longer than " + Limits.describe(limit, nanosLeft), memory);
        } catch (InterruptedException interrupted) {
            run.terminate();
            abandon(model, outputs, memory.get());
            Thread.currentThread().interrupt();
            throw new CoreTrapException(TrapKind.OTHER, "the thread was interrupted while a model computed", List.of());
        }
    }

    /** The outputs where they have just come, all the same. */
    private List<NamedTensor> lastOf(
            SharedModel model, CompletableFuture<List<NamedTensor>> outputs, String late, Supplier<Runnable> memory)
            throws NnException {
        try {
            return get(outputs, GRACE.toNanos());
        } catch (NnException stopped) {
            throw new NnException(NnProblem.TIMEOUT, late + " to compute and was stopped", stopped);
        } catch (TimeoutException unstoppable) {
            abandon(model, outputs, memory.get());
            throw new NnException(
                    NnProblem.TIMEOUT,
                    late + " to compute and cannot be stopped within its operator: it computes nothing else until it"
                            + " has ended by itself",
                    unstoppable);
        } catch (InterruptedException interrupted) {
            abandon(model, outputs, memory.get());
            Thread.currentThread().interrupt();
            throw new CoreTrapException(TrapKind.OTHER, "the thread was interrupted while a model computed", List.of());
        }
    }

    private static List<NamedTensor> get(CompletableFuture<List<NamedTensor>> outputs, long nanos)
            throws NnException, TimeoutException, InterruptedException {
        try {
            return outputs.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw switch (failed.getCause()) {
                case NnException known -> new NnException(known.problem(), known.getMessage(), known);
                case Throwable unknown ->
                    new NnException(
                            NnProblem.RUNTIME_ERROR, "the model could not compute: " + Words.of(unknown), unknown);
            };
        }
    }

    /** Before a computation begins: whether it may. */
    void requireRoom(SharedModel model) throws NnException {
        synchronized (this) {
            if (model.abandoned > 0) {
                throw new NnException(
                        NnProblem.BUSY,
                        "the model is still at a computation that took too long and cannot be stopped; it computes"
                                + " nothing else until that has ended");
            }
            if (abandoned >= MOST_ABANDONED) {
                throw new NnException(
                        NnProblem.BUSY,
                        abandoned + " computations that took too long and cannot be stopped are still under way; no"
                                + " other begins until one has ended");
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails was logged, and nobody waits
    private void abandon(SharedModel model, CompletableFuture<List<NamedTensor>> outputs, Runnable memory) {
        model.retain();
        synchronized (this) {
            abandoned++;
            model.abandoned++;
        }
        outputs.whenComplete((ignored, failure) -> {
            memory.run();
            synchronized (this) {
                abandoned--;
                model.abandoned--;
            }
            model.release();
        });
    }
}
