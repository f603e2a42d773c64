package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.StoreLimits;
import java.util.List;
import java.util.Locale;

/**
 * Measures what crossing the border between Java and a guest costs. Not a test: run {@code main} with the test class
 * path, on a machine that does nothing else.
 */
final class CallCost {

    private static final int ROUNDS = 10;
    private static final int TIMES = 5_000_000;

    private CallCost() {}

    public static void main(String[] arguments) {
        long start = System.nanoTime();
        CoreEngine engine = new WasmtimeProvider().open(CoreEngineOptions.DEFAULT);
        System.out.printf(Locale.ROOT, "open the engine %.0f ms%n", (System.nanoTime() - start) / 1e6);
        CoreStore store = engine.newStore(StoreLimits.DEFAULT);
        CoreFunction nop = function(engine, store, "calls", "nop", List.of());
        CoreFunction add = function(engine, store, "calls", "add", List.of());
        CoreFunction host = store.hostFunction(
                new CoreFunctionType(List.of(CoreValueType.I32), List.of(CoreValueType.I32)), slots -> slots[0]++);
        CoreFunction loop = function(engine, store, "host", "loop", List.of(host));
        CoreFunction look = store.hostFunction(new CoreFunctionType(List.of(), List.of()), slots -> {});
        CoreMemory memory = (CoreMemory) store.instantiate(engine.compile(Modules.read("memory")), List.of(look))
                .export("memory");
        long[] slots = new long[4];
        for (int round = 0; round < ROUNDS; round++) {
            measure("call of a function that does nothing", () -> {
                for (int i = 0; i < TIMES; i++) {
                    nop.call(slots);
                }
            });
            measure("call of a function that adds two numbers", () -> {
                for (int i = 0; i < TIMES; i++) {
                    slots[0] = i;
                    slots[1] = 1;
                    add.call(slots);
                }
            });
            measure("call from a guest to the host", () -> {
                slots[0] = TIMES;
                loop.call(slots);
            });
            measure("deadline set and cleared", () -> {
                for (int i = 0; i < TIMES; i++) {
                    store.setDeadline(1_000_000_000L);
                    store.clearDeadline();
                }
            });
            measure("call, then a look at the memory", () -> {
                for (int i = 0; i < TIMES; i++) {
                    nop.call(slots);
                    slots[0] = memory.segment().byteSize();
                }
            });
            measure("look at the memory alone", () -> {
                for (int i = 0; i < TIMES; i++) {
                    slots[0] += memory.segment().byteSize();
                }
            });
        }
        instances(engine);
    }

    private static void instances(CoreEngine engine) {
        var module = engine.compile(Modules.read("calls"));
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int times = 2000;
            for (int i = 0; i < times; i++) {
                try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
                    store.instantiate(module, List.of());
                }
            }
            System.out.printf(Locale.ROOT, "store and instance %.1f us%n", (System.nanoTime() - start) / 1e3 / times);
            start = System.nanoTime();
            CoreStore store = engine.newStore(StoreLimits.DEFAULT);
            for (int i = 0; i < times; i++) {
                store.hostFunction(
                        new CoreFunctionType(List.of(CoreValueType.I32), List.of(CoreValueType.I32)), _ -> {});
            }
            store.close();
            System.out.printf(Locale.ROOT, "host function %.2f us%n", (System.nanoTime() - start) / 1e3 / times);
        }
    }

    private static CoreFunction function(
            CoreEngine engine, CoreStore store, String module, String name, List<CoreFunction> imports) {
        return (CoreFunction)
                store.instantiate(engine.compile(Modules.read(module)), imports).export(name);
    }

    private static void measure(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf(Locale.ROOT, "%s %.1f ns%n", what, (double) (System.nanoTime() - start) / TIMES);
    }
}
