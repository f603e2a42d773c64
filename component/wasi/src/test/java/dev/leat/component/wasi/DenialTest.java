package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreTrapException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a guest does not get, and the random numbers that it does. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.wasi.Guests#engines")
class DenialTest {

    private static final WasiOptions NOTHING = WasiOptions.builder().build();

    private final String engine;

    DenialTest(String engine) {
        this.engine = engine;
    }

    @Test
    void noDirectoryIsOpen() {
        assertThat(WasiCaller.run(engine, NOTHING, "directories")).isEqualTo("0");
    }

    @Test
    void socketsAndNamesAreDenied() {
        assertThat(WasiCaller.run(engine, NOTHING, "network")).isEqualTo("access-denied access-denied access-denied");
    }

    @Test
    void randomNumbersDifferFromInstanceToInstance() {
        assertThat(WasiCaller.run(engine, NOTHING, "random 9"))
                .startsWith("9 2 ")
                .isNotEqualTo(WasiCaller.run(engine, NOTHING, "random 9"));
    }

    @Test
    void aSeedGivesEveryInstanceTheSameNumbers() {
        WasiOptions seeded = WasiOptions.builder().randomSeed(7).build();
        assertThat(WasiCaller.run(engine, seeded, "random 9"))
                .isEqualTo(WasiCaller.run(engine, seeded, "random 9"))
                .isNotEqualTo(WasiCaller.run(
                        engine, WasiOptions.builder().randomSeed(8).build(), "random 9"));
    }

    @Test
    void noGuestTakesTheHostsMemoryByAskingForRandomBytes() {
        assertThat(WasiCaller.run(engine, NOTHING, "random 16777216")).startsWith("16777216 ");
        assertThatThrownBy(() -> WasiCaller.run(engine, NOTHING, "random 18446744073709551615"))
                .isInstanceOf(CoreTrapException.class)
                .hasMessageContaining("18446744073709551615 bytes at once");
    }
}
