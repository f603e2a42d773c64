package dev.leat.dataflow;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A dataflow that runs on a thread of its own. Safe for use by several threads. */
public final class RunningDataflow implements AutoCloseable {

    /** How long {@link #close} waits for what is under way. */
    public static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    /** How long {@link #stop} waits beyond its patience for operations to return and for all to close. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Guests run on the worker's stack: as much as the deepest of them may take, and more for the host above it. */
    private static final long STACK_BYTES = 8L << 20;

    /** Records go through the graph depth first: what each operation on the way may take of the stack. */
    private static final long STACK_BYTES_PER_OPERATION = 4L << 10;

    private static final long REST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Worker worker;
    private final Thread thread;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long deadline;
    private volatile boolean hasDeadline;
    private volatile boolean abandoned;

    /** What ended the thread before its time, outside any operation; made a failure by whoever asks. */
    private volatile @Nullable Throwable broken;

    private RunningDataflow(Dataflow dataflow, WorkerOptions options) {
        this.worker = new Worker(dataflow, options);
        this.thread = Thread.ofPlatform()
                .stackSize(STACK_BYTES
                        + STACK_BYTES_PER_OPERATION * dataflow.operationNames().size())
                .daemon()
                .name("leat-" + dataflow.name())
                .unstarted(this::run);
    }

    /**
     * Starts a worker and waits until its operators exist and its sinks and sources have started.
     *
     * @throws DataflowException {@link DataflowError#START} that names the operation
     */
    public static RunningDataflow start(Dataflow dataflow, WorkerOptions options) {
        RunningDataflow running = new RunningDataflow(dataflow, options);
        running.thread.start();
        Throwable thrown = running.started.handle((nothing, failure) -> failure).join();
        switch (thrown) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown);
        }
        return running;
    }

    private void run() {
        try {
            worker.start();
            started.complete(null);
        } catch (Throwable thrown) {
            started.completeExceptionally(thrown);
            ended.countDown();
            return;
        }
        try {
            while (!worker.isDone() && !abandoned) {
                int done = worker.doWork();
                long patience = hasDeadline ? deadline - System.nanoTime() : REST_NANOS;
                if (patience <= 0) {
                    abandoned = !worker.isDone();
                } else if (done == 0) {
                    rest(patience);
                }
            }
        } catch (Throwable thrown) {
            broken = thrown;
        } finally {
            close(worker);
            ended.countDown();
        }
    }

    private void close(Worker worker) {
        try {
            worker.close();
        } catch (Throwable thrown) {
            if (broken == null) {
                broken = thrown;
            }
        }
    }

    private void rest(long nanos) {
        worker.park(nanos);
        if (Thread.interrupted()) {
            abandoned = true;
        }
    }

    /**
     * Waits for the end: all sources ended and all they brought is confirmed or dropped, or {@link #stop} was called.
     *
     * @throws DataflowException where the graph failed; it names the operation
     */
    public void await() throws InterruptedException {
        ended.await();
        throwFailure();
    }

    /**
     * Waits for the end, but not longer than this.
     *
     * @return whether the end came
     * @throws DataflowException where the graph failed, even where not all of it is closed by then; it names the operation
     */
    public boolean await(Duration timeout) throws InterruptedException {
        boolean atEnd = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        throwFailure();
        return atEnd;
    }

    private void throwFailure() {
        worker.failure().ifPresent(failure -> {
            throw failure;
        });
        Throwable thrown = broken;
        if (thrown != null) {
            throw new DataflowException(DataflowError.OPERATION, null, "the worker ended by " + thrown + ".", thrown);
        }
    }

    /**
     * Stops the sources, lets what is under way finish, and closes everything. What is not confirmed when the deadline
     * passes is abandoned: it was never acknowledged, and comes again where the source can bring it again. Where an
     * operation does not even return within a few seconds more, its thread is interrupted and left to itself, with
     * nothing closed.
     *
     * @return whether everything finished
     */
    public boolean stop(Duration patience) throws InterruptedException {
        return stop(patience, GRACE);
    }

    boolean stop(Duration patience, Duration grace) throws InterruptedException {
        deadline = System.nanoTime() + patience.toNanos();
        hasDeadline = true;
        worker.requestStop();
        if (!ended.await(patience.plus(grace).toNanos(), TimeUnit.NANOSECONDS)) {
            abandoned = true;
            thread.interrupt();
            return false;
        }
        return !abandoned && broken == null && worker.failure().isEmpty();
    }

    /** What each operation did so far, by name, in the order of the graph. */
    public Map<String, Counts> counts() {
        return worker.counts();
    }

    /** Stops with a patience of {@link #CLOSE_DEADLINE}; where the thread is interrupted, with none. */
    @Override
    public void close() {
        try {
            stop(CLOSE_DEADLINE);
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
