package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreModule;

/** A compiled module: a handle on machine code that the library counts references to. */
final class WasmtimeModule implements CoreModule {

    private final WasmtimeEngine engine;
    private final ModuleShape shape;

    /** The {@code wasmtime_module_t}; null when closed. */
    private long handle;

    WasmtimeModule(WasmtimeEngine engine, long handle, ModuleShape shape) {
        this.engine = engine;
        this.handle = handle;
        this.shape = shape;
    }

    WasmtimeEngine engine() {
        return engine;
    }

    ModuleShape shape() {
        return shape;
    }

    /** Whether its instances have a poll page, and a start function that the host runs. */
    boolean hasPolls() {
        return EngineConfiguration.POLLS && shape.hasCode();
    }

    FunctionShape exportedFunction(String name) {
        FunctionShape function = shape.functions().get(name);
        if (function == null) {
            throw new IllegalStateException(
                    "the library exports a function that the module's binary does not: " + name);
        }
        return function;
    }

    /**
     * A handle of the caller's own, valid though this module is closed meanwhile; to be given back with {@link
     * EngineFunctions#moduleDelete}.
     */
    synchronized long share() {
        if (handle == 0) {
            throw new IllegalStateException("the module is closed");
        }
        return EngineFunctions.moduleClone(handle);
    }

    @Override
    public synchronized void close() {
        if (handle != 0) {
            EngineFunctions.moduleDelete(handle);
            handle = 0;
        }
    }
}
