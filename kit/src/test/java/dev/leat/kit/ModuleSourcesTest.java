package dev.leat.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModuleSourcesTest {

    @TempDir
    private Path directory;

    @Test
    void findsTheOperatorsOfAProjectInOrderOfTheirNames() throws IOException {
        write("operators/two/Cargo.toml", "[package]\nname = \"second\"\n[lib]\ncrate-type = [\"cdylib\"]\n");
        write("operators/one/one.py", "from wit_world import exports\n\nclass Filter(exports.Filter):\n    pass\n");
        write("operators/notes/README.md", "none");

        List<ModuleSource> found = ModuleSources.find(directory);

        assertThat(found)
                .containsExactly(
                        new ModuleSource(
                                "one", Language.PYTHON, directory.resolve("operators/one"), "one", "filter-impl"),
                        new ModuleSource("second", Language.RUST, directory.resolve("operators/two"), "second", ""));
        assertThat(found.getLast().output(BuildMode.DEBUG))
                .isEqualTo(directory.resolve("operators/two/bin/debug/second.wasm"));
    }

    @Test
    void aDirectoryCanBeTheSourceItself() throws IOException {
        write("Cargo.toml", "[package]\nname = \"alone\"\n\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n");

        assertThat(ModuleSources.find(directory)).extracting(ModuleSource::name).containsExactly("alone");
    }

    @Test
    void aLibraryThatIsNoModuleAndATestFileAreNoSources() throws IOException {
        write("operators/library/Cargo.toml", "[package]\nname = \"library\"\n");
        write("operators/python/test_map.py", "class Map:\n    pass\n");

        assertThatThrownBy(() -> ModuleSources.find(directory))
                .isInstanceOfSatisfying(
                        KitException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(KitProblem.NO_SOURCE))
                .hasMessageContaining(directory.toString());
    }

    @Test
    void twoOperatorsInOnePythonFolderAreRefusedByName() throws IOException {
        write("operators/both/a.py", "class Map(exports.Map):\n    pass\n");
        write("operators/both/b.py", "class Branch(exports.Branch):\n    pass\n");

        assertThatThrownBy(() -> ModuleSources.find(directory))
                .isInstanceOfSatisfying(
                        KitException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(KitProblem.SOURCE))
                .hasMessageContaining("a.py: map, b.py: branch");
    }

    @Test
    void whatWasBuiltLastIsLookedAtFirst() throws IOException {
        write("operators/one/bin/release/one.wasm", "old");
        write("operators/one/bin/x86_64/debug/one.wasm", "new");
        Files.setLastModifiedTime(
                directory.resolve("operators/one/bin/release/one.wasm"), FileTime.fromMillis(1_000_000_000_000L));

        List<Path> outputs = ModuleSources.outputs(directory);

        assertThat(outputs.getFirst()).isEqualTo(directory.resolve("operators/one/bin/x86_64/debug"));
        assertThat(outputs).contains(directory.resolve("operators/one/bin/release"));
        assertThat(ModuleSources.outputs(directory.resolve("operators"))).isEmpty();
    }

    private void write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
