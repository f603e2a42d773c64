package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.util.function.IntSupplier;

/** Lets guests recurse without end on the main thread, below some frames of Java. Exits with 0 if each time they trap. */
final class MainThreadRecursion {

    private static final int TIMES = 20;
    private static final int FRAMES_ABOVE = 300;

    private MainThreadRecursion() {}

    public static void main(String[] arguments) {
        CoreEngine engine = new WasmtimeProvider().open(CoreEngineOptions.DEFAULT);
        try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
            CoreInstance traps = TestEngine.instantiate(engine, store, "traps");
            CoreFunction host = TestEngine.host(store, slots -> slots[0] = deep(FRAMES_ABOVE, () -> 0));
            CoreInstance sink = TestEngine.instantiate(engine, store, "host", host);
            for (int time = 0; time < TIMES; time++) {
                deep(FRAMES_ABOVE, () -> mustOverflow(TestEngine.function(traps, "recurse")));
                deep(FRAMES_ABOVE, () -> mustOverflow(TestEngine.function(sink, "sink")));
            }
        }
        System.out.println("stopped each time");
    }

    private static int mustOverflow(CoreFunction function) {
        try {
            function.call(new long[1]);
        } catch (CoreTrapException e) {
            if (e.kind() == TrapKind.STACK_OVERFLOW) {
                return 1;
            }
            throw e;
        }
        throw new AssertionError("the guest returned");
    }

    private static int deep(int frames, IntSupplier work) {
        return frames == 0 ? work.getAsInt() : deep(frames - 1, work) + 1;
    }
}
