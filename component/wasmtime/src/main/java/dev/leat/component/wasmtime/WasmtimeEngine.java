package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.util.Optional;

/** One opening of the process's {@link NativeEngine}, with a cache of its own. */
final class WasmtimeEngine implements CoreEngine {

    private final String name;
    private final NativeEngine nativeEngine;
    private final Optional<CompiledModuleCache> cache;
    private volatile boolean closed;

    WasmtimeEngine(String name, NativeEngine nativeEngine, Optional<CompiledModuleCache> cache) {
        this.name = name;
        this.nativeEngine = nativeEngine;
        this.cache = cache;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return nativeEngine.version();
    }

    @Override
    public CoreModule compile(byte[] binary) {
        requireOpen();
        long handle = cache.isEmpty()
                ? compileNow(binary)
                : cache.get().load(nativeEngine.address(), binary, () -> compileNow(binary));
        try {
            return new WasmtimeModule(this, handle, ModuleReader.read(binary));
        } catch (RuntimeException e) {
            EngineFunctions.moduleDelete(handle);
            throw e;
        }
    }

    private long compileNow(byte[] binary) {
        if (!EngineConfiguration.POLLS) {
            return compileAsItIs(binary);
        }
        // Beforehand: a module that is not valid might name what is inserted.
        validate(binary);
        ModuleShape shape = ModuleReader.read(binary);
        return compileAsItIs(shape.hasCode() ? PollInserter.insert(binary, shape) : binary);
    }

    private void validate(byte[] binary) {
        try (Scratch scratch = new Scratch()) {
            throwIfPresent(
                    EngineFunctions.moduleValidate(nativeEngine.address(), scratch.bytes(binary), binary.length));
        }
    }

    private long compileAsItIs(byte[] binary) {
        try (Scratch scratch = new Scratch()) {
            long out = scratch.pointer();
            throwIfPresent(
                    EngineFunctions.moduleNew(nativeEngine.address(), scratch.bytes(binary), binary.length, out));
            return Symbols.MEMORY.get(Symbols.POINTER, out);
        }
    }

    private static void throwIfPresent(long error) {
        if (error != 0) {
            throw new CoreModuleException(NativeErrors.takeMessage(error));
        }
    }

    @Override
    public CoreStore newStore(StoreLimits limits) {
        requireOpen();
        return new WasmtimeStore(this, nativeEngine.address(), limits);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    /** Ends the use of this engine. What it was opened on serves the process until its end. */
    @Override
    public void close() {
        closed = true;
    }
}
