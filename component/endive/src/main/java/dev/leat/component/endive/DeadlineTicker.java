package dev.leat.component.endive;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the clock for all stores, so that guests need not.
 *
 * <p>Every ten milliseconds one daemon thread collects the stores whose deadline has passed. A guest asks at each call
 * and at the end of each loop whether that list is empty, which is one read of a field; only where it is not does it
 * look for the store that it runs in. No thread is ever interrupted, so there is no interrupt that could hit the wrong
 * code or get lost.
 *
 * <p>The thread parks while no store has a deadline.
 */
final class DeadlineTicker {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Set<EndiveStore> STORES = ConcurrentHashMap.newKeySet();
    private static volatile List<EndiveStore> overdue = List.of();
    private static volatile boolean parked = true;

    private DeadlineTicker() {}

    /**
     * Ends the guest call that runs on this thread where its store's deadline has passed.
     *
     * @throws DeadlineExceededException where it has
     */
    static void poll() {
        List<EndiveStore> stores = overdue;
        if (!stores.isEmpty()) {
            pollSlowly(stores);
        }
    }

    private static void pollSlowly(List<EndiveStore> stores) {
        for (EndiveStore store : stores) {
            if (store.isOverdueOnThisThread()) {
                throw new DeadlineExceededException();
            }
        }
    }

    /** Looks at that store's deadline from now on, until {@link #forget}. */
    static void watch(EndiveStore store) {
        STORES.add(store);
        LockSupport.unpark(Daemon.THREAD);
    }

    static void forget(EndiveStore store) {
        STORES.remove(store);
    }

    /** Must be called after a deadline was written to a watched store. */
    static void wake() {
        // The deadline is written before the flag is read here, and the flag before the deadline is read there, all of
        // them volatile: one of the two sides sees the other.
        if (parked) {
            LockSupport.unpark(Daemon.THREAD);
        }
    }

    /** Starts the thread when the first deadline is set. */
    private static final class Daemon {

        static final Thread THREAD =
                Thread.ofPlatform().daemon().name("leat-endive-deadlines").start(DeadlineTicker::run);
    }

    private static void run() {
        while (true) {
            parked = true;
            while (!anyDeadline()) {
                overdue = List.of();
                LockSupport.park(DeadlineTicker.class);
            }
            parked = false;
            LockSupport.parkNanos(DeadlineTicker.class, TICK_NANOS);
            long now = System.nanoTime();
            List<EndiveStore> passed =
                    STORES.stream().filter(store -> store.expire(now)).toList();
            if (!passed.isEmpty() || !overdue.isEmpty()) {
                overdue = passed;
            }
        }
    }

    private static boolean anyDeadline() {
        return STORES.stream().anyMatch(EndiveStore::hasDeadline);
    }
}
