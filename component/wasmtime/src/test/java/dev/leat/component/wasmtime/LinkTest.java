package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Modules are linked with what fits them; what does not is refused, and never ends the process. */
class LinkTest {

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void anItemOfEachKindGoesFromOneInstanceToAnother() {
        CoreInstance exporter = TestEngine.instantiate(engine, store, "exporter");
        CoreInstance importer = TestEngine.instantiate(engine, store, "importer", exports(exporter));

        assertThat(TestEngine.call(TestEngine.function(importer, "sum"))).isEqualTo(11 + 31 + 58);
        assertThat(TestEngine.call(TestEngine.function(importer, "again"))).isEqualTo(31);
    }

    @Test
    void anExportIsTheSameItemEachTime() {
        CoreInstance exporter = TestEngine.instantiate(engine, store, "exporter");

        assertThat(exporter.export("memory")).isSameAs(exporter.export("memory"));
    }

    @Test
    void aMissingExportIsNamed() {
        CoreInstance exporter = TestEngine.instantiate(engine, store, "exporter");

        assertThatExceptionOfType(CoreLinkException.class)
                .isThrownBy(() -> exporter.export("wörld"))
                .withMessageContaining("wörld");
    }

    @Test
    void anItemOfAnotherStoreIsRefused() {
        try (CoreStore other = engine.newStore(StoreLimits.DEFAULT)) {
            CoreFunction foreign = TestEngine.host(other, slots -> {});

            assertRefused("host", List.of(foreign), "another store");
        }
    }

    @Test
    void anItemOfAnotherKindOfEngineIsRefused() {
        CoreFunction foreign = slots -> {};

        assertRefused("host", List.of(foreign), "another store");
    }

    @Test
    void aModuleOfAnotherEngineIsRefused() {
        CoreModule ours = new WasmtimeProvider().open(CoreEngineOptions.DEFAULT).compile(Modules.read("calls"));
        CoreModule foreign = () -> {};

        for (CoreModule module : List.of(ours, foreign)) {
            assertThatExceptionOfType(CoreLinkException.class)
                    .isThrownBy(() -> store.instantiate(module, List.of()))
                    .withMessageContaining("another engine");
        }
    }

    @Test
    void theWrongNumberOfImportsIsRefused() {
        CoreFunction function = TestEngine.host(store, slots -> {});

        assertRefused("host", List.of(), "expected 1 imports, found 0");
        assertRefused("host", List.of(function, function), "expected 1 imports, found 2");
    }

    @Test
    void anImportOfTheWrongTypeIsRefusedByName() {
        assertRefused("host", List.of(store.hostFunction(TestEngine.NOTHING, slots -> {})), "`host::call`");
    }

    @Test
    void anImportOfTheWrongKindIsRefusedByName() {
        CoreItem[] exports = exports(TestEngine.instantiate(engine, store, "exporter"));
        exports[0] = exports[1];

        assertRefused("importer", List.of(exports), "`exporter::memory`");
    }

    @Test
    void aMemoryThatBeginsBeyondTheLimitIsRefused() {
        try (CoreStore small = engine.newStore(new StoreLimits(1 << 20, 10))) {
            assertThatExceptionOfType(CoreLinkException.class)
                    .isThrownBy(() -> TestEngine.instantiate(engine, small, "large"))
                    .withMessageContaining("the store allows 1048576 in all");
        }
    }

    @Test
    void anActiveSegmentOutOfBoundsTraps() {
        assertThatExceptionOfType(CoreTrapException.class)
                .isThrownBy(() -> TestEngine.instantiate(engine, store, "segment"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(TrapKind.MEMORY_OUT_OF_BOUNDS));
    }

    @Test
    void aStartFunctionMayTrap() {
        assertThatExceptionOfType(CoreTrapException.class)
                .isThrownBy(() -> TestEngine.instantiate(engine, store, "start-trap"))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(TrapKind.UNREACHABLE))
                .satisfies(e -> assertThat(e.frames()).containsExactly("start_trap!start"));
    }

    @Test
    void whatTheHostThrowsInAStartFunctionArrivesUnchanged() {
        RuntimeException thrown = new IllegalStateException("in start");
        CoreFunction call = store.hostFunction(TestEngine.NOTHING, slots -> {
            throw thrown;
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> TestEngine.instantiate(engine, store, "start-host", call))
                .isSameAs(thrown);
    }

    @Test
    void bytesThatAreNoModuleAreRefused() {
        for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, "(module)".getBytes(StandardCharsets.UTF_8))) {
            assertThatExceptionOfType(CoreModuleException.class).isThrownBy(() -> engine.compile(bytes));
        }
    }

    @Test
    void whatIsOffIsRefused() {
        assertThatExceptionOfType(CoreModuleException.class)
                .isThrownBy(() -> engine.compile(Modules.read("relaxed")))
                .withMessageContaining("relaxed SIMD");
        assertThatExceptionOfType(CoreModuleException.class)
                .isThrownBy(() -> engine.compile(Modules.read("shared")))
                .withMessageContaining("threads");
    }

    @Test
    void instancesOutliveTheirModule() {
        CoreModule module = engine.compile(Modules.read("exporter"));
        CoreInstance instance = store.instantiate(module, List.of());

        module.close();
        module.close();

        assertThat(TestEngine.call(TestEngine.function(instance, "function"))).isEqualTo(31);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.instantiate(module, List.of()))
                .withMessageContaining("closed");
    }

    private static CoreItem[] exports(CoreInstance exporter) {
        return new CoreItem[] {
            exporter.export("memory"),
            exporter.export("table"),
            exporter.export("global"),
            exporter.export("tag"),
            exporter.export("function")
        };
    }

    private void assertRefused(String module, List<? extends CoreItem> imports, String message) {
        CoreModule compiled = engine.compile(Modules.read(module));
        assertThatExceptionOfType(CoreLinkException.class)
                .isThrownBy(() -> store.instantiate(compiled, imports))
                .withMessageContaining(message);
    }
}
