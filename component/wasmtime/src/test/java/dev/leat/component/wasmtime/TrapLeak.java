package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Scanner;

/**
 * Traps a hundred thousand times in each way, and exits with 1 where the process grew by more than a few bytes a trap.
 * In a process of its own, with a heap of fixed size: there the resident size is the library's.
 */
final class TrapLeak {

    private static final int WARM_UP = 20_000;
    private static final int TIMES = 100_000;
    private static final long LIMIT_BYTES = 12L << 20;
    private static final long PAGE_BYTES = 4096;

    private TrapLeak() {}

    public static void main(String[] arguments) throws IOException {
        CoreEngine engine = new WasmtimeProvider().open(CoreEngineOptions.DEFAULT);
        CoreStore store = engine.newStore(StoreLimits.DEFAULT);
        CoreFunction trap = TestEngine.function(TestEngine.instantiate(engine, store, "traps"), "nested");
        CoreFunction guestThrow = TestEngine.function(TestEngine.instantiate(engine, store, "traps"), "throw");
        RuntimeException thrown = new IllegalStateException("thrown again and again");
        CoreFunction host = TestEngine.host(store, slots -> {
            throw thrown;
        });
        CoreFunction relay = TestEngine.function(TestEngine.instantiate(engine, store, "host", host), "relay");
        run(WARM_UP, trap, guestThrow, relay);
        long before = residentBytes();
        run(TIMES, trap, guestThrow, relay);
        long grown = residentBytes() - before;
        System.out.println("grew by " + grown + " bytes");
        System.exit(grown > LIMIT_BYTES ? 1 : 0);
    }

    private static void run(int times, CoreFunction... functions) {
        long[] slots = new long[1];
        for (int time = 0; time < times; time++) {
            for (CoreFunction function : functions) {
                try {
                    function.call(slots);
                    throw new AssertionError("the call should have failed");
                } catch (CoreTrapException | IllegalStateException e) {
                    slots[0] = e.hashCode();
                }
            }
        }
    }

    private static long residentBytes() throws IOException {
        try (Scanner fields = new Scanner(Path.of("/proc/self/statm"))) {
            fields.nextLong();
            return fields.nextLong() * PAGE_BYTES;
        }
    }
}
