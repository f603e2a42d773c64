package dev.leat.component.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The library as this process has it: loaded once, with one native engine that lives as long as the process. Its signal
 * handlers stay installed anyway, and compiled code is shared by all who open the engine.
 */
final class NativeEngine {

    private static @Nullable NativeEngine loaded;
    private static @Nullable String problem;

    private final long engine;
    private final String version;

    private NativeEngine(long engine, String version) {
        this.engine = engine;
        this.version = version;
    }

    /** Why there is no engine here, as a sentence with what to do; empty where there is one. Loads it if need be. */
    static synchronized Optional<String> unavailable() {
        if (loaded == null && problem == null) {
            try {
                loaded = load();
            } catch (LibraryFile.MissingException e) {
                problem = e.getMessage();
            }
        }
        return Optional.ofNullable(problem);
    }

    /**
     * The engine.
     *
     * @throws IllegalStateException where there is none
     */
    static synchronized NativeEngine get() {
        unavailable().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        NativeEngine engine = loaded;
        if (engine == null) {
            throw new IllegalStateException("there is neither an engine nor a reason why");
        }
        return engine;
    }

    /** The {@code wasm_engine_t}. */
    long address() {
        return engine;
    }

    /** The library's version, or for a copy that the user named something that stands for its contents. */
    String version() {
        return version;
    }

    private static NativeEngine load() throws LibraryFile.MissingException {
        LibraryFile file = LibraryFile.locate(LibraryFile.Surroundings.REAL);
        try {
            Symbols.use(SymbolLookup.libraryLookup(file.path(), Arena.global()));
        } catch (IllegalCallerException e) {
            throw new LibraryFile.MissingException(
                    "Java forbids native code here: start it with --enable-native-access=ALL-UNNAMED");
        } catch (IllegalArgumentException e) {
            throw new LibraryFile.MissingException("the system cannot load " + file.path()
                    + " (wrong platform, C library too old or not glibc, or a file system mounted noexec): "
                    + LibraryFile.ADVICE);
        }
        EngineFunctions.bind();
        StoreFunctions.bind();
        ErrorFunctions.bind();
        List<String> missing = Symbols.missing();
        if (!missing.isEmpty()) {
            throw new LibraryFile.MissingException(
                    file.path() + " lacks " + String.join(", ", missing) + ": " + LibraryFile.ADVICE);
        }
        long engine = EngineConfiguration.newEngine();
        String release = CompiledRelease.of(engine);
        if (!release.equals(EngineConfiguration.RELEASE)) {
            throw new LibraryFile.MissingException(
                    file.path() + " is of release " + release + ": " + LibraryFile.ADVICE);
        }
        return new NativeEngine(engine, file.version());
    }
}
