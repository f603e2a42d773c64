package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are killed while they write. */
class KilledWriterTest {

    private static final int THREADS = 4;

    @TempDir
    private Path folder = Path.of("");

    private Process start(String name) throws IOException {
        ProcessBuilder writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("store").toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // RocksDB unpacks its library into the folder of temporary files, where a process that is killed leaves it.
        writer.environment()
                .put(
                        "ROCKSDB_SHAREDLIB_DIR",
                        Files.createDirectory(folder.resolve(name)).toString());
        return writer.start();
    }

    @Test
    void whatWasAnsweredIsThereAndNothingElse() throws IOException, InterruptedException {
        Set<String> answered = new HashSet<>();
        for (String life : List.of("first", "second", "third")) {
            answered.addAll(answeredBeforeKill(start(life), 40));
        }
        Set<String> found = new HashSet<>();
        try (EmbeddedStateStore store = EmbeddedStateStore.open(folder.resolve("store"))) {
            Optional<String> next = Optional.empty();
            do {
                Page page = store.scan(Bytes.utf8("*"), next, DEFAULT_TIMEOUT);
                for (Bytes key : page.keys()) {
                    found.add(key.asUtf8());
                    assertThat(store.get(key, DEFAULT_TIMEOUT).value())
                            .contains(Bytes.utf8("value of " + key.asUtf8()));
                }
                next = page.next();
            } while (next.isPresent());
        }
        assertThat(found).containsAll(answered);
        // What was under way when the process died may be there: one set of each thread and life.
        found.removeAll(answered);
        assertThat(found).hasSizeLessThanOrEqualTo(3 * THREADS);
    }

    private static Set<String> answeredBeforeKill(Process writer, int atLeast)
            throws IOException, InterruptedException {
        Set<String> answered = new HashSet<>();
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answered.add(line);
                if (answered.size() == atLeast) {
                    // By its handle, which leaves what it has printed to be read.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(answered).hasSizeGreaterThanOrEqualTo(atLeast);
        return answered;
    }

    @Test
    void aDirectoryInUseNamesTheProcessThatHasIt() throws IOException, InterruptedException {
        Process writer = start("other");
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).startsWith("other/");
            assertThatThrownBy(() -> EmbeddedStateStore.open(folder.resolve("store")))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("is in use by process " + writer.pid());
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }
}
