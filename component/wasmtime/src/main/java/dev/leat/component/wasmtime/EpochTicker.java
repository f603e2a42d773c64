package dev.leat.component.wasmtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves the engine's epoch on every ten milliseconds while a store has a deadline, on one daemon thread for the process.
 * While none has, the thread is parked and costs nothing.
 */
final class EpochTicker implements Runnable {

    /** How often guests can be interrupted. */
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final EpochTicker INSTANCE =
            new EpochTicker(NativeEngine.get().address());

    private static final Thread THREAD =
            Thread.ofPlatform().daemon().name("leat-wasmtime-epoch").start(INSTANCE);

    private final long engine;

    /** Whether the thread runs, or has been told to. */
    private volatile boolean awake;

    private EpochTicker(long engine) {
        this.engine = engine;
    }

    /** Makes sure that the epoch moves. Call it after the store's deadline has become visible. */
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
                EngineFunctions.incrementEpoch(engine);
                next += TICK_NANOS;
            }
        }
    }
}
