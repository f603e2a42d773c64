package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Components of componentize-py run. The property {@code leat.python.modules} names the folder with the maps that
 * {@code modules/python/build.sh} builds, as {@code py-map-VERSION.wasm}; {@code leat.python.engine} another engine than
 * the preferred one (endive takes about a minute to compile one of them).
 */
class PythonGuestTest {

    private static final String FOLDER = "leat.python.modules";
    private static final String ENGINE = "leat.python.engine";

    static Stream<Path> modules() throws IOException {
        String named = System.getProperty(FOLDER, "");
        Path folder = Path.of(named);
        if (named.isBlank() || !Files.isDirectory(folder)) {
            abort("the system property " + FOLDER + " names no folder (" + folder + ")");
        }
        List<Path> modules;
        try (Stream<Path> files = Files.list(folder)) {
            modules = files.filter(file -> file.getFileName().toString().matches("py-map-.*\\.wasm"))
                    .sorted()
                    .toList();
        }
        if (modules.isEmpty()) {
            throw new IllegalStateException("there is no py-map-VERSION.wasm in " + folder);
        }
        return modules.stream();
    }

    private static String engine() {
        String wanted = System.getProperty(ENGINE);
        if (wanted != null) {
            return wanted;
        }
        return CoreEngines.providers().stream()
                .filter(provider -> provider.name().equals("wasmtime")
                        && provider.unavailable().isEmpty())
                .findFirst()
                .map(CoreEngineProvider::name)
                .orElseGet(() -> abort("libwasmtime is not there, and endive takes long; -D" + ENGINE + "=endive"));
    }

    private static String abort(String reason) {
        String message = "COMPONENTS OF PYTHON WERE NOT TESTED: " + reason;
        System.err.println(message);
        return Assumptions.abort(message);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aMapOfPythonConvertsMessagesInEachOfItsInstances(Path module) {
        Component component = Guests.component(engine(), module);
        for (int i = 0; i < 2; i++) {
            try (WasiContext context = new WasiContext(WasiOptions.builder().build());
                    MapGuest guest = new MapGuest(component, context)) {
                assertThat(guest.missingImports()).noneMatch(name -> name.startsWith("wasi:"));
                assertThat(guest.init()).isTrue();
                assertThat(guest.log()).containsExactly("info module-python/map: init");
                assertThat(guest.process("{\"temperature\":{\"value\":212}}"))
                        .isEqualTo("{\"temperature\": {\"value\": 100, \"unit\": \"C\"}}");
                assertThat(guest.process("[]")).isEqualTo("[]");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void anExceptionOfPythonTrapsAndItsTracebackReachesStderr(Path module) {
        List<String> lines = new ArrayList<>();
        WasiOptions options = WasiOptions.builder().stderr(lines::add).build();
        try (WasiContext context = new WasiContext(options);
                MapGuest guest = new MapGuest(Guests.component(engine(), module), context)) {
            assertThat(guest.init()).isTrue();
            assertThatThrownBy(() -> guest.process("{")).isInstanceOf(CoreTrapException.class);
        }
        assertThat(lines).anyMatch(line -> line.contains("JSONDecodeError"));
    }
}
