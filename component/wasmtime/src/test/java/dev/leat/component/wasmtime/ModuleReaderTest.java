package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The types of exported functions are read from any valid binary, and calls that would break a guest are refused. */
class ModuleReaderTest {

    @Test
    void typesOfAllFormsAreRead() {
        Map<String, FunctionShape> shapes =
                ModuleReader.read(Modules.read("types")).functions();

        assertThat(shapes)
                .containsOnly(
                        Map.entry("imported", new FunctionShape(1, 1, true)),
                        Map.entry("vector", new FunctionShape(1, 1, false)),
                        Map.entry("funcref", new FunctionShape(1, 0, false)),
                        Map.entry("externref", new FunctionShape(0, 1, false)),
                        Map.entry("exnref", new FunctionShape(1, 0, false)),
                        Map.entry("structure", new FunctionShape(1, 0, false)),
                        Map.entry("array", new FunctionShape(0, 1, false)),
                        Map.entry("closed", new FunctionShape(1, 0, true)),
                        Map.entry("numbers", new FunctionShape(4, 1, true)));
    }

    @Test
    void aModuleWithoutExportsHasNoFunctions() {
        assertThat(ModuleReader.read(Modules.read("large")).functions()).isEmpty();
    }

    @Test
    void memoriesAreReadWithTheirLimitsAndNames() {
        ModuleShape shape = ModuleReader.read(Modules.read("memory"));

        assertThat(shape.memories())
                .containsExactly(
                        new ModuleShape.Memory(1 << 16, 1L << 32, Optional.of("memory")),
                        new ModuleShape.Memory(2 << 16, 1L << 32, Optional.of("second")));
        assertThat(shape.starts()).isFalse();
    }

    @Test
    void whateverIsCutOffIsRefused() {
        byte[] binary = Modules.read("types");

        for (int length = 9; length < binary.length; length++) {
            byte[] cut = Arrays.copyOf(binary, length);
            try {
                ModuleReader.read(cut);
            } catch (CoreModuleException e) {
                assertThat(e).hasMessageStartingWith("the module has a");
            }
        }
    }

    @Test
    void aFunctionOfReferencesCanBePassedOnButNotCalled() {
        try (CoreEngine engine = TestEngine.open();
                CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
            CoreFunction externref = reference(engine, store);

            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> externref.call(new long[1]))
                    .withMessageContaining("references");
        }
    }

    private static CoreFunction reference(CoreEngine engine, CoreStore store) {
        return TestEngine.function(
                store.instantiate(engine.compile(Modules.read("references")), List.of()), "externref");
    }
}
