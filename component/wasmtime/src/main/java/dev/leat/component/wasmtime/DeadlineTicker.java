package dev.leat.component.wasmtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after the deadlines of all stores every ten milliseconds while one has any, on one daemon thread for the process: the
 * engine's epoch moves on, and a deadline that has passed stops its guests. While none has, the thread is parked and costs
 * nothing.
 */
final class DeadlineTicker implements Runnable {

    private static final System.Logger LOGGER = System.getLogger(DeadlineTicker.class.getName());

    /** How often guests can be interrupted. */
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final DeadlineTicker INSTANCE =
            new DeadlineTicker(NativeEngine.get().address());

    private static final Thread THREAD =
            Thread.ofPlatform().daemon().name("leat-wasmtime-deadlines").start(INSTANCE);

    private final long engine;

    /** How often it has ticked. */
    private volatile long now;

    /** Whether the thread runs, or has been told to. */
    private volatile boolean awake;

    private DeadlineTicker(long engine) {
        this.engine = engine;
    }

    /** The present tick. */
    static long now() {
        return INSTANCE.now;
    }

    /** Makes sure that the clock moves. Call it after the store's deadline has become visible. */
    static void wake() {
        if (!INSTANCE.awake) {
            INSTANCE.awake = true;
            LockSupport.unpark(THREAD);
        }
    }

    /**
     * How many ticks make up a time: never fewer, and one more for the tick that has begun already. A time that is not
     * positive has passed: no tick.
     */
    static long ticks(long nanos) {
        return nanos <= 0 ? 0 : (nanos - 1) / TICK_NANOS + 2;
    }

    static Thread thread() {
        return THREAD;
    }

    @Override
    public void run() {
        while (true) {
            while (!awake) {
                LockSupport.park(this);
            }
            tickWhileNeeded();
            awake = false;
            // A store that set its deadline before it could see this sleep is seen here; a later one wakes the thread.
            if (OpenStores.anyHasDeadline()) {
                awake = true;
            }
        }
    }

    private void tickWhileNeeded() {
        long next = System.nanoTime() + TICK_NANOS;
        while (OpenStores.anyHasDeadline()) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                tick();
                next += TICK_NANOS;
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
    private void tick() {
        now++;
        EngineFunctions.incrementEpoch(engine);
        for (CallStack calls : OpenStores.table) {
            if (calls != null) {
                tick(calls.deadline());
            }
        }
    }

    private void tick(Deadline deadline) {
        try {
            deadline.tick(now);
        } catch (IllegalStateException refused) {
            // The next tick tries again; the other stores have deadlines, too.
            LOGGER.log(
                    System.Logger.Level.WARNING, "a guest is past its deadline, and goes on: " + refused.getMessage());
        }
    }
}
