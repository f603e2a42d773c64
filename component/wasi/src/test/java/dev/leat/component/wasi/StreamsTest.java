package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wasi:io/streams}: what a guest may write, and which handle it drops first. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.wasi.Guests#engines")
class StreamsTest {

    private static final WasiOptions NOTHING = WasiOptions.builder().build();

    private final String engine;

    StreamsTest(String engine) {
        this.engine = engine;
    }

    @Test
    void writingWithoutPermissionTraps() {
        assertBreaks("write-unchecked", "9 bytes to an output-stream where check-write permitted 0");
    }

    @Test
    void writingMoreThanPermittedTraps() {
        assertBreaks("write-beyond", "2 bytes to an output-stream where check-write permitted 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking-write 4097", "blocking-zeroes 4097", "blocking-zeroes 18446744073709551615"})
    void aBlockingWriteOfMoreThan4096BytesTraps(String command) {
        assertBreaks(command, "a blocking write takes 4096");
    }

    @Test
    void writingMoreZeroesThanPermittedTraps() {
        assertBreaks("write-zeroes 18446744073709551615", "18446744073709551615 bytes");
    }

    @Test
    void aBlockingWriteTakes4096Bytes() {
        assertThat(written("blocking-write 4096")).containsExactly("x".repeat(4096));
        assertThat(written("blocking-zeroes 4096")).containsExactly("\0".repeat(4096));
        assertThat(written("write-zeroes 3")).containsExactly("\0\0\0");
    }

    @Test
    void aStreamMayBeDroppedAfterItsPollables() {
        assertThat(WasiCaller.run(engine, NOTHING, "drop-pollables-first")).isEqualTo("dropped");
    }

    @Test
    void droppingAStreamBeforeItsPollablesTraps() {
        assertBreaks("drop-stream-first", "dropped an output-stream before the pollables");
    }

    @Test
    void anInstanceThatBrokeARuleCannotBeCalledAgain() {
        try (WasiContext context = new WasiContext(NOTHING);
                WasiCaller caller = new WasiCaller(engine, context, Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> caller.run("drop-stream-first")).isInstanceOf(CoreTrapException.class);
            assertThatThrownBy(() -> caller.run("environment"))
                    .isInstanceOf(ComponentException.class)
                    .hasMessageContaining("dropped an output-stream");
        }
    }

    private void assertBreaks(String command, String message) {
        assertThatThrownBy(() -> WasiCaller.run(engine, NOTHING, command))
                .isInstanceOfSatisfying(
                        CoreTrapException.class, trap -> assertThat(trap.kind()).isEqualTo(TrapKind.ABI))
                .hasMessageContaining(message);
    }

    private List<String> written(String command) {
        List<String> lines = new ArrayList<>();
        WasiCaller.run(engine, WasiOptions.builder().stdout(lines::add).build(), command);
        return lines;
    }
}
