package dev.leat.component.endive;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.Version;

/**
 * Compiles modules, each of them once: while a module or an instance of it is in use, compiling the same bytes again
 * gives the same classes.
 */
final class EndiveEngine implements CoreEngine {

    private final ModuleCompiler compiler;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    EndiveEngine(Optional<Path> cacheDirectory) {
        this.compiler =
                new ModuleCompiler(cacheDirectory.map(directory -> new ClassCache(directory, Version.version())));
    }

    @Override
    public String name() {
        return EndiveProvider.NAME;
    }

    @Override
    public String version() {
        return Version.version();
    }

    @Override
    public CoreModule compile(byte[] binary) {
        byte[] copy = binary.clone();
        String digest = sha256(copy);
        return new EndiveModule(slots.computeIfAbsent(digest, key -> new Slot()).get(digest, copy, compiler));
    }

    @Override
    public CoreStore newStore(StoreLimits limits) {
        return new EndiveStore(limits);
    }

    @Override
    public void close() {
        slots.clear();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** One module's place: its lock makes threads that want the same module wait for the first one's compiling. */
    private static final class Slot {

        private WeakReference<@Nullable CompiledModule> compiled = new WeakReference<>(null);

        synchronized CompiledModule get(String digest, byte[] binary, ModuleCompiler compiler) {
            CompiledModule module = compiled.get();
            if (module == null) {
                module = compiler.compile(digest, binary);
                compiled = new WeakReference<>(module);
            }
            return module;
        }
    }
}
