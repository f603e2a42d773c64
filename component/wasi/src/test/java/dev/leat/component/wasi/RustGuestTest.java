package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.model.Component;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Rust's standard library makes of WASI, as the fixture {@code wasi-probe} of component/model reports it. */
class RustGuestTest {

    private static final Path PROBE = Path.of("../model/src/test/fixtures/wasi-probe.wasm");

    @ParameterizedTest
    @MethodSource("dev.leat.component.wasi.Guests#engines")
    void aGuestOfRustSeesWhatItIsGrantedAndNoMore(String engine) {
        List<String> lines = new ArrayList<>();
        WasiOptions options = WasiOptions.builder()
                .environment(Map.of("ZONE", "hall 3"))
                .arguments(List.of("probe"))
                .wallClock(InstantSource.fixed(Instant.ofEpochMilli(1234)))
                .stdout(line -> lines.add("out: " + line))
                .stderr(line -> lines.add("err: " + line))
                .build();
        Component component = Guests.component(engine, PROBE);
        try (WasiContext context = new WasiContext(options);
                MapGuest guest = new MapGuest(component, context)) {
            assertThat(guest.missingImports()).isEmpty();
            assertThat(guest.init()).isTrue();
            assertThat(guest.process("{}"))
                    .contains("\"environment\":{\"ZONE\":\"hall 3\"}")
                    .contains("\"arguments\":[\"probe\"]")
                    .contains("\"wall_clock_ms\":1234")
                    .contains("\"monotonic_advances\":true")
                    .contains("\"read\":\"error: ", "\"write\":\"error: ", "\"list\":\"error: ")
                    .contains("\"stdin\":\"ok: \\\"\\\"\"");
        }
        assertThat(lines).containsExactly("out: a line on stdout", "err: a line on stderr");
    }
}
