package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.HostCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** The engine as the tests open it, and short ways to what they do again and again. */
final class TestEngine {

    static final CoreFunctionType NOTHING = new CoreFunctionType(List.of(), List.of());
    static final CoreFunctionType I32_TO_I32 =
            new CoreFunctionType(List.of(CoreValueType.I32), List.of(CoreValueType.I32));

    private TestEngine() {}

    /** Opens the engine; aborts the test, and says so, where the library is not there. */
    static CoreEngine open() {
        return open(CoreEngineOptions.DEFAULT);
    }

    static CoreEngine openWithCache(Path directory) {
        return open(new CoreEngineOptions(Optional.of(directory)));
    }

    private static CoreEngine open(CoreEngineOptions options) {
        WasmtimeProvider provider = new WasmtimeProvider();
        provider.unavailable().ifPresent(reason -> {
            String message = "NOT TESTED: the engine wasmtime cannot run here: " + reason;
            System.err.println(message);
            throw new TestAbortedException(message);
        });
        return provider.open(options);
    }

    /** Instantiates the module of that name. */
    static CoreInstance instantiate(CoreEngine engine, CoreStore store, String module, CoreItem... imports) {
        return store.instantiate(engine.compile(Modules.read(module)), List.of(imports));
    }

    static CoreFunction function(CoreInstance instance, String name) {
        return (CoreFunction) instance.export(name);
    }

    /** Calls the function and returns the first slot as an {@code i32}. */
    static int call(CoreFunction function, long... arguments) {
        long[] slots = new long[Math.max(4, arguments.length)];
        System.arraycopy(arguments, 0, slots, 0, arguments.length);
        function.call(slots);
        return (int) slots[0];
    }

    /** A function of the host that takes an {@code i32} and returns one. */
    static CoreFunction host(CoreStore store, HostCall call) {
        return store.hostFunction(I32_TO_I32, call);
    }
}
