package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.model.Component;
import dev.leat.graph.ModuleReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine, and each module once. */
class LeatTest extends OnEachEngine {

    private static final Path TEMPERATURE = TestLeat.modules().resolve("temperature/temperature.wasm");

    @TempDir
    Path directory;

    /** What is loaded and compiled: there is one for all references to the same bytes. */
    private Component component(String reference, ModuleFinder finder) {
        return on.leat().module(reference(reference), finder).component();
    }

    private static ModuleReference reference(String text) {
        return ModuleReference.parse(text).orElseThrow();
    }

    @Test
    void theEngineIsTheOneThatWasAskedFor() {
        assertThat(on.leat().engine()).startsWith(on.engine() + " ");
    }

    @Test
    void withoutAWishThePreferredEngineThatCanRunIsOpened() {
        String preferred = CoreEngines.providers().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .map(CoreEngineProvider::name)
                .findFirst()
                .orElseThrow();
        try (Leat leat = Leat.open(LeatOptions.DEFAULT.withoutCache())) {
            assertThat(leat.engine()).startsWith(preferred + " ");
        }
    }

    @Test
    void anEngineThatDoesNotExistIsRefusedWithThoseThatDo() {
        GraphException failure =
                catchThrowableOfType(GraphException.class, () -> Leat.open(LeatOptions.DEFAULT.withEngine("v8")));
        assertThat(failure)
                .isNotNull()
                .hasMessageStartingWith("LEAT-RUNTIME-005: no engine is called v8; there are: ")
                .hasMessageContaining(on.engine());
        assertThat(failure.problem()).isEqualTo(RuntimeProblem.ENGINE);
    }

    @Test
    void theSameBytesAreLoadedOnceWhateverTheyAreCalled() throws IOException {
        Files.copy(TEMPERATURE, directory.resolve("thermometer.wasm"));
        ModuleFinder copies = ModuleFinder.inDirectories(List.of(directory));
        Component component = component("temperature:1.0.0", TestLeat.finder());
        assertThat(component("other/temperature", TestLeat.finder())).isSameAs(component);
        assertThat(component("thermometer:7", copies)).isSameAs(component);
    }

    @Test
    void aModuleIsCalledByTheReferenceThatNamesIt() throws IOException {
        Path copy = Files.copy(TEMPERATURE, directory.resolve("thermometer.wasm"));
        ModuleFinder copies = ModuleFinder.inDirectories(List.of(directory));
        assertThat(on.leat()
                        .module(reference("temperature:1.0.0"), TestLeat.finder())
                        .name())
                .isEqualTo("temperature:1.0.0 (" + TEMPERATURE + ")");
        assertThat(on.leat().module(reference("thermometer:7"), copies).name())
                .isEqualTo("thermometer:7 (" + copy + ")");
    }

    @Test
    void otherBytesUnderTheSameNameAreAnotherModule() throws IOException {
        Component component = component("temperature:1.0.0", TestLeat.finder());
        Files.copy(
                TestLeat.root().resolve("component/model/src/test/fixtures/hostile.wasm"),
                directory.resolve("temperature.wasm"));
        assertThat(component("temperature:1.0.0", ModuleFinder.inDirectories(List.of(directory))))
                .isNotSameAs(component);
    }

    @Test
    void aModuleThatManyThreadsWantAtOnceIsLoadedOnce() throws Exception {
        try (Leat leat = Leat.open(LeatOptions.DEFAULT.withEngine(on.engine()).withoutCache());
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Component> load =
                    () -> leat.module(reference("hostile"), TestLeat.finder()).component();
            List<Component> loaded = new ArrayList<>();
            for (Future<Component> one : threads.invokeAll(List.of(load, load, load, load))) {
                loaded.add(one.get());
            }
            assertThat(loaded).hasSize(4).containsOnly(loaded.getFirst());
        }
    }

    @Test
    void twoOperationsWithOneModuleLoadItOnceAndStartItTwice() throws Exception {
        List<String> started = Collections.synchronizedList(new ArrayList<>());
        List<ModuleReference> asked = new ArrayList<>();
        Graph graph = on.leat()
                .graph(
                        Definitions.parse(
                                Definitions.operation("map", "first", "composed:1.0.0")
                                        + Definitions.operation("map", "second", "composed:1.0.0"),
                                "source > first",
                                "first > second",
                                "second > sink"),
                        module -> {
                            asked.add(module);
                            return TestLeat.finder().find(module);
                        },
                        options.withLog((level, operation, context, message) -> {
                            if (message.equals("init")) {
                                started.add(operation);
                            }
                        }));
        assertThat(asked).allMatch(reference("composed:1.0.0")::equals);
        assertThat(component("composed:2.0.0", TestLeat.finder()))
                .isSameAs(component("composed:1.0.0", TestLeat.finder()));
        try (GraphSession session = graph.open(results::add)) {
            session.finish();
        }
        assertThat(started).containsExactly("first", "second");
    }
}
