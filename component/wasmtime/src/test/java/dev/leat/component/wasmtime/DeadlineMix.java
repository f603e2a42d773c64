package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Threads that each call a guest again and again, with deadlines that pass during the call, just when it ends, or not at
 * all: those that spin are stopped, all others give their result, and no deadline reaches into the next call.
 */
final class DeadlineMix {

    private static final long SECONDS = 3;

    private DeadlineMix() {}

    public static void main(String[] arguments) throws Exception {
        CoreEngine engine = TestEngine.open();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            Thread thread = new Thread(() -> mix(engine, random));
            thread.setUncaughtExceptionHandler((any, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Throwable failure : failures) {
            failure.printStackTrace(System.out);
        }
        if (failures.isEmpty()) {
            System.out.println("all deadlines held, with " + (EngineConfiguration.POLLS ? "polls" : "epochs"));
        }
    }

    private static void mix(CoreEngine engine, Random random) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
                CoreFunction spin = TestEngine.function(TestEngine.instantiate(engine, store, "traps"), "spin");
                CoreFunction loops = TestEngine.function(TestEngine.instantiate(engine, store, "polls"), "count");
                for (int round = 0; round < 20; round++) {
                    round(store, spin, loops, random);
                }
            }
        }
    }

    private static void round(CoreStore store, CoreFunction spin, CoreFunction loops, Random random) {
        // Around the ticks, that deadlines pass while they are taken back.
        store.setDeadline(random.nextLong(2 * DeadlineTicker.TICK_NANOS));
        long until = System.nanoTime() + random.nextLong(2 * DeadlineTicker.TICK_NANOS);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        store.clearDeadline();
        if (TestEngine.call(loops) != 10) {
            throw new IllegalStateException("a guest that was not stopped gave another result");
        }
        if (random.nextInt(4) == 0) {
            store.setDeadline(1);
            try {
                spin.call(new long[1]);
                throw new IllegalStateException("the guest that spins ended");
            } catch (CoreTrapException stopped) {
                if (stopped.kind() != TrapKind.DEADLINE) {
                    throw stopped;
                }
            }
        }
    }
}
