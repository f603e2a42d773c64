package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.leat.graph.ModuleReference;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where modules are looked for, and what a person is told where they are not. */
class ModuleFinderTest {

    private static final ModuleReference TEMPERATURE = ModuleReference.parse(
                    "azure-samples/explore-iot-operations/temperature:1.0.0")
            .orElseThrow();

    @TempDir
    Path first;

    @TempDir
    Path second;

    private static Path put(Path directory, String file) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, file);
    }

    private static String found(ModuleReference module, Path... directories) {
        return new String(
                ModuleFinder.inDirectories(List.of(directories)).find(module).binary(), StandardCharsets.UTF_8);
    }

    private static GraphException assertProblem(RuntimeProblem problem, ModuleReference module, Path... directories) {
        GraphException failure = catchThrowableOfType(GraphException.class, () -> found(module, directories));
        assertThat(failure).isNotNull().hasMessageStartingWith(problem.code() + ": ");
        assertThat(failure.problem()).isEqualTo(problem);
        return failure;
    }

    @Test
    void theFileWithTheTagComesFirstThenTheNameThenBothInAFolderOfTheName() throws IOException {
        List<Path> preferred = new ArrayList<>();
        for (String file : List.of(
                "temperature-1.0.0.wasm",
                "temperature.wasm",
                "temperature/temperature-1.0.0.wasm",
                "temperature/temperature.wasm")) {
            preferred.add(put(first, file));
        }
        for (Path file : preferred) {
            assertThat(found(TEMPERATURE, first))
                    .isEqualTo(first.relativize(file).toString());
            Files.delete(file);
        }
        assertProblem(RuntimeProblem.MODULE_NOT_FOUND, TEMPERATURE, first);
    }

    @Test
    void theFirstDirectoryThatHasTheModuleInAnyFormWins() throws IOException {
        put(first, "temperature/temperature.wasm");
        put(second, "temperature-1.0.0.wasm");
        assertThat(found(TEMPERATURE, first, second)).isEqualTo("temperature/temperature.wasm");
        assertThat(found(TEMPERATURE, second, first)).isEqualTo("temperature-1.0.0.wasm");
    }

    @Test
    void anotherTagIsAnotherFile() throws IOException {
        put(first, "temperature-2.0.0.wasm");
        assertProblem(RuntimeProblem.MODULE_NOT_FOUND, TEMPERATURE, first);
        put(first, "temperature.wasm");
        assertThat(found(TEMPERATURE, first)).isEqualTo("temperature.wasm");
    }

    @Test
    void withoutATagTheNameAloneCounts() throws IOException {
        put(first, "temperature-1.0.0.wasm");
        ModuleReference untagged = ModuleReference.parse("temperature").orElseThrow();
        assertProblem(RuntimeProblem.MODULE_NOT_FOUND, untagged, first);
        put(first, "temperature.wasm");
        assertThat(found(untagged, first)).isEqualTo("temperature.wasm");
    }

    @Test
    void whatIsFoundSaysWhereItWasFound() throws IOException {
        Path file = put(first, "temperature.wasm");
        assertThat(ModuleFinder.inDirectories(List.of(first)).find(TEMPERATURE).place())
                .isEqualTo(file.toString());
    }

    @Test
    void aDirectoryInTheWayIsPassedBy() throws IOException {
        Files.createDirectories(first.resolve("temperature-1.0.0.wasm"));
        Files.createDirectories(first.resolve("temperature.wasm"));
        put(first, "temperature/temperature.wasm");
        assertThat(found(TEMPERATURE, first)).isEqualTo("temperature/temperature.wasm");
    }

    @Test
    void whereNothingIsFoundEveryPlaceIsNamedWithWhatToDo() {
        Path absent = first.resolve("absent");
        assertThat(assertProblem(RuntimeProblem.MODULE_NOT_FOUND, TEMPERATURE, first, absent))
                .hasMessage("LEAT-RUNTIME-001: no file was found for module "
                        + "azure-samples/explore-iot-operations/temperature:1.0.0; looked for "
                        + first.resolve("temperature-1.0.0.wasm") + ", "
                        + first.resolve("temperature.wasm") + ", "
                        + first.resolve("temperature/temperature-1.0.0.wasm") + ", "
                        + first.resolve("temperature/temperature.wasm") + ", "
                        + absent.resolve("temperature-1.0.0.wasm") + ", "
                        + absent.resolve("temperature.wasm") + ", "
                        + absent.resolve("temperature/temperature-1.0.0.wasm") + ", "
                        + absent.resolve("temperature/temperature.wasm")
                        + ". Put temperature.wasm into one of these directories, or name its directory with"
                        + " --modules");
    }

    @Test
    void withoutDirectoriesTheMessageSaysSo() {
        assertThat(assertProblem(RuntimeProblem.MODULE_NOT_FOUND, TEMPERATURE))
                .hasMessageContaining("looked for nothing: there is no directory to look in");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path file = first.resolve("temperature.wasm");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(ModuleFinder.MAXIMUM_BYTES + 1);
        }
        put(first, "temperature/temperature.wasm");
        assertThat(assertProblem(RuntimeProblem.MODULE_UNREADABLE, TEMPERATURE, first))
                .hasMessageContaining(file + " has 268435457 bytes; Leat reads modules of up to 268435456");
    }

    @Test
    void aFileThatCannotBeReadIsToldAndNotPassedBy() throws IOException {
        Path memory = Path.of("/proc/self/mem");
        assumeThat(Files.isRegularFile(memory))
                .as("a file that even root cannot read at 0")
                .isTrue();
        Path file = Files.createSymbolicLink(first.resolve("temperature.wasm"), memory);
        put(first, "temperature/temperature.wasm");
        assertThat(assertProblem(RuntimeProblem.MODULE_UNREADABLE, TEMPERATURE, first))
                .hasMessageContaining("module " + TEMPERATURE + ": " + file + " cannot be read: ")
                .hasCauseInstanceOf(IOException.class);
    }
}
