package dev.leat.component.core;

/**
 * Compiles core WebAssembly modules and makes the stores that they run in.
 *
 * <p>One engine serves the whole process and is safe for use by many threads. Engines behave alike: NaNs that leave an
 * instruction are canonical where the engine can say so, relaxed SIMD is off, and the limits of {@link StoreLimits}
 * hold on each of them.
 */
public interface CoreEngine extends AutoCloseable {

    /** The engine's short name as a user types it, such as {@code wasmtime}. */
    String name();

    /** The version of the engine underneath; part of the key of every compiled module on disk. */
    String version();

    /**
     * Validates and compiles a core module.
     *
     * @param binary a core module in the binary format; not kept, not changed
     * @throws CoreModuleException where the bytes are no valid core module, or use what this engine cannot do
     */
    CoreModule compile(byte[] binary);

    /** Makes an empty store. The store and all that lives in it belong to the thread that calls into it. */
    CoreStore newStore(StoreLimits limits);

    /** Frees what the engine holds. Stores and modules must have been closed before. */
    @Override
    void close();
}
