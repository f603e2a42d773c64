package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.model.Component;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All of WASI is there, and an instance must say what it is granted. */
class WasiImportsTest {

    @ParameterizedTest
    @MethodSource("dev.leat.component.wasi.Guests#engines")
    void everyStableFunctionOfWasi0212IsProvided(String engine) {
        LinkedComponent linked = Guests.linker().link(Guests.fixture(engine, "all-imports"));
        assertThat(linked.missingImports()).isEmpty();
        assertThat(linked.component().imports()).hasSizeGreaterThan(20);
        linked.instantiate(InstanceLimits.DEFAULT).close();
    }

    @ParameterizedTest
    @MethodSource("dev.leat.component.wasi.Guests#engines")
    void theFirstVersionOf02IsProvidedByTheSameFunctions(String engine) {
        Component component = Guests.fixture(engine, "wasi-calls");
        assertThat(component.imports()).containsKey("wasi:io/poll@0.2.0");
        assertThat(Guests.linker().link(component).missingImports()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.leat.component.wasi.Guests#engines")
    void anInstanceWithoutAContextFailsWithWordsAtItsFirstCall(String engine) {
        LinkedComponent linked = Guests.linker().link(Guests.fixture(engine, "wasi-calls"));
        try (var instance = linked.instantiate(InstanceLimits.DEFAULT)) {
            var run = instance.function(linked.function(List.of("run")));
            assertThatThrownBy(() -> run.call("environment")).hasMessageContaining("WasiContext");
        }
    }
}
