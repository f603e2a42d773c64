package dev.leat.component.wasi;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.model.Component;
import dev.leat.component.model.Linker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The engines that can run here, and components compiled once for each of them. */
final class Guests {

    private static final Path FIXTURES = Path.of("src/test/fixtures");
    private static final Map<String, CoreEngine> ENGINES = new ConcurrentHashMap<>();
    private static final Map<String, Component> COMPONENTS = new ConcurrentHashMap<>();

    private Guests() {}

    /** Names: JUnit closes arguments that can be closed. */
    static Stream<String> engines() {
        return CoreEngines.providers().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .map(CoreEngineProvider::name);
    }

    /** A fixture of this module. */
    static Component fixture(String engine, String name) {
        return component(engine, FIXTURES.resolve(name + ".wasm"));
    }

    static Component component(String engine, Path file) {
        CoreEngine opened = ENGINES.computeIfAbsent(engine, name -> CoreEngines.open(name, CoreEngineOptions.DEFAULT));
        return COMPONENTS.computeIfAbsent(engine + " " + file, any -> Component.compile(opened, read(file)));
    }

    /** A linker with WASI and nothing else. */
    static Linker linker() {
        Linker linker = new Linker(MethodHandles.lookup());
        Wasi.addTo(linker);
        return linker;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
