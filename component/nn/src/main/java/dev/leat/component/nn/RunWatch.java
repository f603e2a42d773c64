package dev.leat.component.nn;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the computations under way every ten milliseconds. A computation costs it no wake-up, as a timer for each would:
 * the thread sleeps for good only when there was none for a second.
 */
final class RunWatch {

    private static final long TICK_NANOS = 10_000_000;
    private static final int IDLE_TICKS = 100;

    private static final Set<TimedRun> RUNS = ConcurrentHashMap.newKeySet();
    private static final Thread THREAD =
            Thread.ofPlatform().daemon().name("leat-inference-watch").start(RunWatch::watch);

    private static volatile boolean asleep;

    private RunWatch() {}

    static void add(TimedRun run) {
        RUNS.add(run);
        if (asleep) {
            LockSupport.unpark(THREAD);
        }
    }

    static void remove(TimedRun run) {
        RUNS.remove(run);
    }

    private static void watch() {
        int idle = 0;
        while (true) {
            idle = RUNS.isEmpty() ? idle + 1 : 0;
            if (idle > IDLE_TICKS) {
                sleep();
                idle = 0;
            } else {
                LockSupport.parkNanos(TICK_NANOS);
            }
            long now = System.nanoTime();
            RUNS.forEach(run -> run.check(now));
        }
    }

    /** Said before the last look: a computation is seen here, or its thread sees that this one is asleep. */
    private static void sleep() {
        asleep = true;
        while (RUNS.isEmpty()) {
            LockSupport.park(RUNS);
        }
        asleep = false;
    }
}
