package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreTrapException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code wasi:cli}: environment, exit, the standard streams and terminals. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.wasi.Guests#engines")
class CliTest {

    private static final WasiOptions NOTHING = WasiOptions.builder().build();

    private final String engine;

    CliTest(String engine) {
        this.engine = engine;
    }

    @Test
    void aGuestSeesNoEnvironmentUnlessGranted() {
        assertThat(WasiCaller.run(engine, NOTHING, "environment")).isEqualTo("[] [] None");
    }

    @Test
    void aGuestSeesTheVariablesAndArgumentsThatItIsGrantedInTheirOrder() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ZONE", "hall 3");
        variables.put("EMPTY", "");
        WasiOptions options = WasiOptions.builder()
                .environment(variables)
                .arguments(List.of("map", "--fast"))
                .build();
        assertThat(WasiCaller.run(engine, options, "environment"))
                .isEqualTo("[(\"ZONE\", \"hall 3\"), (\"EMPTY\", \"\")] [\"map\", \"--fast\"] None");
    }

    @ParameterizedTest
    @CsvSource({"ok,success", "err,failure", "17,17"})
    void exitEndsTheCallWithATrapThatSaysTheStatus(String argument, String status) {
        assertThatThrownBy(() -> WasiCaller.run(engine, NOTHING, "exit " + argument))
                .isInstanceOf(CoreTrapException.class)
                .hasMessageContaining("ended itself through wasi:cli/exit, status: " + status);
    }

    @Test
    void thereIsNoTerminal() {
        assertThat(WasiCaller.run(engine, NOTHING, "terminals")).isEqualTo("false false false");
    }

    @Test
    void stdinIsClosed() {
        assertThat(WasiCaller.run(engine, NOTHING, "read")).isEqualTo("closed closed closed closed closed closed");
    }

    @Test
    void stdoutAndStderrBecomeLinesWhateverTheWrites() {
        List<String> lines = new ArrayList<>();
        WasiOptions options = WasiOptions.builder()
                .stdout(line -> lines.add("out: " + line))
                .stderr(line -> lines.add("err: " + line))
                .build();
        try (WasiContext context = new WasiContext(options);
                WasiCaller caller = new WasiCaller(engine, context, Duration.ofMinutes(1))) {
            assertThat(caller.run("print one\ntw")).isEqualTo("()");
            caller.run("complain a complaint\n");
            assertThat(caller.run("write o\r\nthr")).isEqualTo("65536 () () ()");
            assertThat(lines).containsExactly("out: one", "err: a complaint", "out: two");
            context.flush();
            assertThat(lines).endsWith("out: thr");
            caller.run("print last");
        }
        assertThat(lines).endsWith("out: last");
    }
}
