package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import java.util.Optional;

/**
 * Offers libwasmtime as an engine, in preference to the others, where the library can be loaded.
 *
 * <p>The library is the one that the system property {@code leat.libwasmtime} or else the environment variable {@code
 * LEAT_LIBWASMTIME} names, or else the one packed with this class for the platform.
 */
public final class WasmtimeProvider implements CoreEngineProvider {

    private static final String NAME = "wasmtime";

    private static final int PRIORITY = 100;

    /** For {@link java.util.ServiceLoader}. */
    public WasmtimeProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Optional<String> unavailable() {
        return NativeEngine.unavailable();
    }

    @Override
    public CoreEngine open(CoreEngineOptions options) {
        NativeEngine nativeEngine = NativeEngine.get();
        return new WasmtimeEngine(
                NAME,
                nativeEngine,
                options.cacheDirectory().map(directory -> new CompiledModuleCache(directory, nativeEngine.version())));
    }
}
