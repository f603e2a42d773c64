package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The engine is found by the service loader, and says why where it cannot run. */
class ProviderTest {

    @Test
    void theEngineIsFoundAndPreferred() {
        TestEngine.open().close();

        try (CoreEngine engine = CoreEngines.open(CoreEngineOptions.DEFAULT)) {
            assertThat(engine.name()).isEqualTo("wasmtime");
            assertThat(engine.version()).startsWith("50.");
        }
    }

    @Test
    void theReleaseIsReadFromWhatTheLibraryCompiles() {
        TestEngine.open().close();

        assertThat(CompiledRelease.of(NativeEngine.get().address())).isEqualTo("50");
        assertThat(CompiledRelease.of(new byte[0])).isEqualTo(CompiledRelease.UNKNOWN);
        assertThat(CompiledRelease.of(new byte[1000])).isEqualTo(CompiledRelease.UNKNOWN);
    }

    @Test
    void aNamedCopyOfTheLibraryIsUsed(@TempDir Path directory) throws Exception {
        TestEngine.open().close();
        Path copy =
                Files.copy(LibraryFile.locate(LibraryFile.Surroundings.REAL).path(), directory.resolve("elsewhere.so"));

        JavaProcess process = JavaProcess.run(PrintEngine.class, Map.of("LEAT_LIBWASMTIME", copy.toString()));

        assertThat(process.output()).startsWith("runs custom-");
    }

    @Test
    void aFileThatIsNoLibrarySaysWhatToDo(@TempDir Path directory) throws Exception {
        Path junk = Files.writeString(directory.resolve("junk.so"), "no library");

        JavaProcess process = JavaProcess.run(PrintEngine.class, "-Dleat.libwasmtime=" + junk);

        assertThat(process.output()).contains("the system cannot load " + junk).contains("LEAT_LIBWASMTIME");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherLibraryIsNamedWithWhatItLacks() throws Exception {
        Optional<Path> other = Optional.of(Path.of(System.getProperty("java.home"), "lib", "libzip.so"))
                .filter(Files::exists);
        assertThat(other).isPresent();

        JavaProcess process = JavaProcess.run(PrintEngine.class, "-Dleat.libwasmtime=" + other.get());

        assertThat(process.output())
                .startsWith(other.get() + " lacks wasm_config_new, ")
                .contains("wasmtime_store_new");
    }

    @Test
    void aVirtualMachineThatForbidsNativeCodeSaysWhatToDo() throws Exception {
        JavaProcess process = JavaProcess.run(PrintEngine.class, JavaProcess.FORBID_NATIVE_CODE);

        assertThat(process.output()).startsWith("Java forbids native code").contains("--enable-native-access");
    }
}
