package dev.leat.component.wasmtime;

import dev.leat.component.core.CacheBounds;
import dev.leat.component.core.CoreEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Compiles and loads the same modules over and over, in a cache that has room for none but the one added last. */
final class CacheContender {

    private static final int ROUNDS = 40;

    private CacheContender() {}

    public static void main(String[] arguments) {
        CompiledModuleCache cache = new CompiledModuleCache(
                Path.of(System.getenv("LEAT_TEST_CACHE")), "test", new CacheBounds(Duration.ofDays(1), 1));
        try (CoreEngine engine = new WasmtimeEngine("wasmtime", NativeEngine.get(), Optional.of(cache))) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String name : List.of("calls", "host", "traps")) {
                    engine.compile(Modules.read(name)).close();
                }
            }
        }
        System.out.println("all worked");
    }
}
