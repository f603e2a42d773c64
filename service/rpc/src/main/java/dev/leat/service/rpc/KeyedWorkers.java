package dev.leat.service.rpc;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of threads among which work is divided by a key: what has the same key runs in order. As many as let
 * changes of different keys wait for the disk together.
 */
final class KeyedWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedWorkers.class);
    private static final int THREADS = 16;
    private static final long CLOSE_SECONDS = 15;

    private final ExecutorService[] workers = new ExecutorService[THREADS];

    /** How much of each worker's work is not done yet. */
    private final AtomicIntegerArray waiting = new AtomicIntegerArray(THREADS);

    /** @param name of the threads, with a number behind it */
    KeyedWorkers(String name) {
        for (int i = 0; i < THREADS; i++) {
            workers[i] = Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name(name + "-" + i).factory());
        }
    }

    /** Work that comes after the end is not done. */
    void execute(Object key, Runnable work) {
        int worker = worker(key);
        waiting.incrementAndGet(worker);
        try {
            workers[worker].execute(() -> {
                try {
                    work.run();
                } finally {
                    waiting.decrementAndGet(worker);
                }
            });
        } catch (RejectedExecutionException ended) {
            waiting.decrementAndGet(worker);
            LOG.debug("work came after the end");
        }
    }

    /**
     * Does the work on the calling thread where nothing with the same key waits: for work that takes less time than handing
     * it on. To be called by the one thread that hands on all else, too.
     */
    void executeSoon(Object key, Runnable work) {
        if (waiting.get(worker(key)) == 0) {
            work.run();
        } else {
            execute(key, work);
        }
    }

    private static int worker(Object key) {
        int hash = key.hashCode();
        return Math.floorMod(hash ^ hash >>> 16, THREADS);
    }

    @Override
    public void close() {
        for (ExecutorService worker : workers) {
            worker.shutdown();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (ExecutorService worker : workers) {
                if (!worker.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    worker.shutdownNow();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
