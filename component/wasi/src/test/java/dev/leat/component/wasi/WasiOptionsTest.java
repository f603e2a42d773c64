package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that no guest could be given are refused where they are set. */
class WasiOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A\0"})
    void aVariableNeedsANameThatCanBeRead(String name) {
        assertThatThrownBy(() -> WasiOptions.builder().environment(Map.of(name, "value")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVariablesValueEndsWhereItEnds() {
        assertThatThrownBy(() -> WasiOptions.builder().environment(Map.of("A", "b\0c")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLineHasRoomForSomeCharacters() {
        assertThatThrownBy(() -> WasiOptions.builder().longestLine(15)).isInstanceOf(IllegalArgumentException.class);
    }
}
