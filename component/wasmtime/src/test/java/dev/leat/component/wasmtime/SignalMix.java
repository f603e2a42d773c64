package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Raises SIGSEGV, SIGFPE and SIGILL in guests and in Java code by turns, on several threads. Exits with 0 if it can. */
final class SignalMix {

    private static final int THREADS = 4;

    /** Enough that the virtual machine compiles what raises the signals, and relies on the hardware for the checks. */
    private static final int TIMES = 10_000;

    private static final int TIMES_FOR_EACH_STACK_OVERFLOW = 500;

    private record Box(int value) {}

    private SignalMix() {}

    public static void main(String[] arguments) throws InterruptedException {
        CoreEngine engine = new WasmtimeProvider().open(CoreEngineOptions.DEFAULT);
        List<Thread> threads = new ArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            e.printStackTrace();
            System.exit(1);
        });
        for (int index = 0; index < THREADS; index++) {
            threads.add(Thread.ofPlatform().start(() -> raise(engine)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("all threads are done");
    }

    private static void raise(CoreEngine engine) {
        try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
            CoreInstance traps = TestEngine.instantiate(engine, store, "traps");
            CoreFunction load = TestEngine.function(traps, "load");
            CoreFunction divide = TestEngine.function(traps, "divide");
            CoreFunction unreachable = TestEngine.function(traps, "unreachable");
            CoreFunction recurse = TestEngine.function(traps, "recurse");
            @Nullable Box[] boxes = {new Box(1), null};
            int[] divisors = {1, 0};
            long expected = 0;
            long seen = 0;
            for (int time = 0; time < TIMES; time++) {
                seen += guest(load, -1, 0) + guest(divide, 1, 0) + guest(unreachable, 0, 0);
                seen += unbox(boxes, time & 1) + divide(divisors, time & 1);
                expected += 3 + 2;
                if (time % TIMES_FOR_EACH_STACK_OVERFLOW == 0) {
                    seen += guest(recurse, 0, 0) + overflow();
                    expected += 2;
                }
            }
            if (seen != expected) {
                throw new AssertionError("saw " + seen + " of " + expected);
            }
        }
    }

    private static int guest(CoreFunction function, long first, long second) {
        try {
            function.call(new long[] {first, second});
            return 0;
        } catch (CoreTrapException e) {
            return 1;
        }
    }

    /** Counts one, by way of a null check or not. */
    private static int unbox(@Nullable Box[] boxes, int index) {
        try {
            return boxes[index].value();
        } catch (NullPointerException e) {
            return 1;
        }
    }

    /** Counts one, by way of a division by zero or not. */
    private static int divide(int[] divisors, int index) {
        try {
            return 1 / divisors[index];
        } catch (ArithmeticException e) {
            return 1;
        }
    }

    private static int overflow() {
        try {
            return recurse(0);
        } catch (StackOverflowError e) {
            return 1;
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }
}
