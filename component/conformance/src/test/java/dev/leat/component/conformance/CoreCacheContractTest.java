package dev.leat.component.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled modules on disk. */
class CoreCacheContractTest extends CoreContract {

    @TempDir
    Path directory;

    /** Compiles, instantiates and calls, in an engine of its own. */
    private void use(Path cache) {
        try (CoreEngine own = provider.open(new CoreEngineOptions(Optional.of(cache)));
                CoreStore ownStore = own.newStore(StoreLimits.DEFAULT);
                CoreModule module = own.compile(binary("memory"))) {
            CoreInstance instance = ownStore.instantiate(module, List.of());
            assertThat(callForInt(instance, "load8", 16)).isEqualTo('a');
        }
    }

    private static List<Path> files(Path cache) throws IOException {
        try (Stream<Path> walk = Files.walk(cache)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aCompiledModuleIsKeptAndFound() throws IOException {
        use(directory);
        List<Path> files = files(directory);
        assertThat(files).isNotEmpty();
        List<byte[]> contents = files.stream().map(CoreCacheContractTest::read).toList();
        use(directory);
        assertThat(files(directory)).isEqualTo(files);
        for (int i = 0; i < files.size(); i++) {
            assertThat(read(files.get(i))).isEqualTo(contents.get(i));
        }
    }

    @Test
    void aDamagedFileIsCompiledAgain() throws IOException {
        use(directory);
        for (int size : new int[] {0, 5, 100, -1}) {
            for (Path file : files(directory)) {
                byte[] content = read(file);
                if (size >= 0) {
                    Files.write(file, Arrays.copyOf(content, Math.min(size, content.length)));
                } else {
                    content[content.length / 2] ^= 0x55;
                    Files.write(file, content);
                }
            }
            use(directory);
        }
        List<Path> files = files(directory);
        byte[] repaired = read(files.getFirst());
        use(directory);
        assertThat(read(files.getFirst())).isEqualTo(repaired);
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsDoneWithout() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        use(file.resolve("below"));
        use(file);
    }

    @Test
    void aDirectoryThatIsNotThereIsMade() throws IOException {
        Path below = directory.resolve("some/where");
        use(below);
        assertThat(files(below)).isNotEmpty();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
