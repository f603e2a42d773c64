package dev.leat.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.operator.OperatorInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NewProjectTest {

    private static final Path HOME = Path.of(System.getProperty("leat.root"));

    @TempDir
    private Path directory;

    static Stream<Arguments> all() {
        return Stream.of(Language.values())
                .flatMap(language -> Stream.of(OperatorInterface.values()).map(kind -> Arguments.of(language, kind)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aProjectHoldsOneSourceOfItsNameAndNothingIsLeftToFillIn(Language language, OperatorInterface kind)
            throws IOException {
        NewProject project = new NewProject("my-first", language, kind);

        project.write(directory, HOME);

        assertThat(ModuleSources.find(directory)).singleElement().satisfies(source -> {
            assertThat(source.name()).isEqualTo("my-first");
            assertThat(source.language()).isEqualTo(language);
            assertThat(source.world()).isEqualTo(language == Language.PYTHON ? kind.word() + "-impl" : "");
        });
        assertThat(directory.resolve(project.source())).isRegularFile();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("\\{\\{[a-z]+}}");
            }
        }
    }

    @Test
    void aRustProjectBringsTheSdkWithoutWhatWasBuiltOfIt() throws IOException {
        new NewProject("celsius", Language.RUST, OperatorInterface.MAP).write(directory, HOME);

        assertThat(directory.resolve("sdk/rust/wasm_graph_sdk/src/lib.rs")).isRegularFile();
        assertThat(directory.resolve("sdk/rust/wasm_graph_sdk_wit/Cargo.toml")).isRegularFile();
        assertThat(directory.resolve("sdk/rust/wasm_graph_sdk/target")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1st", "two words", "-x", "x-", "a--b", "../up", "std", "ä"})
    void aNameThatCargoOrPythonCouldNotTakeIsRefused(String name) {
        assertThatThrownBy(() -> new NewProject(name, Language.RUST, OperatorInterface.MAP))
                .isInstanceOfSatisfying(
                        KitException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(KitProblem.NAME));
    }

    @Test
    void whatIsThereStays() throws IOException {
        Files.writeString(directory.resolve("mine.txt"), "mine");

        assertThatThrownBy(
                        () -> new NewProject("celsius", Language.PYTHON, OperatorInterface.MAP).write(directory, HOME))
                .isInstanceOfSatisfying(
                        KitException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(KitProblem.EXISTS));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList()).isEqualTo(List.of(directory.resolve("mine.txt")));
        }
    }
}
