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
import org.junit.jupiter.api.Test;

/** The types of exported functions are read from any valid binary, and calls that would break a guest are refused. */
class ExportedFunctionsTest {

    @Test
    void typesOfAllFormsAreRead() {
        Map<String, FunctionShape> shapes = ExportedFunctions.of(Modules.read("types"));

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
        assertThat(ExportedFunctions.of(Modules.read("large"))).isEmpty();
    }

    @Test
    void whateverIsCutOffIsRefused() {
        byte[] binary = Modules.read("types");

        for (int length = 9; length < binary.length; length++) {
            byte[] cut = Arrays.copyOf(binary, length);
            try {
                ExportedFunctions.of(cut);
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
