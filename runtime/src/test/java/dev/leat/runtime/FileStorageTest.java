package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of the file system does what a checkpoint needs of a storage. */
final class FileStorageTest {

    @TempDir
    private Path directory;

    private FileStorage storage = new FileStorage(Path.of(""));

    @BeforeEach
    void open() {
        storage = new FileStorage(directory);
    }

    private void write(String name, String content) throws IOException {
        ByteBuffer whole = StandardCharsets.UTF_8.encode(content);
        int half = whole.remaining() / 2;
        storage.write(name, List.of(whole.slice(0, half), whole.slice(half, whole.remaining() - half)));
    }

    private String read(String name) throws IOException {
        return new String(storage.read(name), StandardCharsets.UTF_8);
    }

    @Test
    void itsPlaceIsTheDirectory() {
        assertThat(storage.place()).isEqualTo(directory.toString());
    }

    @Test
    void filesAreListedAndNothingElse() throws IOException {
        assertThat(storage.list()).isEmpty();
        Files.createDirectory(directory.resolve("directory"));
        write("a", "1");
        write("b", "");
        assertThat(storage.list()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatIsWrittenIsReadAndReplacesWhatWasThere() throws IOException {
        write("a", "what was there");
        assertThat(read("a")).isEqualTo("what was there");
        write("a", "new");
        assertThat(read("a")).isEqualTo("new");
        write("a", "");
        assertThat(read("a")).isEmpty();
    }

    @Test
    void whatIsNotThereCannotBeReadOrRenamed() throws IOException {
        write("b", "kept");
        assertThatThrownBy(() -> storage.read("a")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> storage.rename("a", "b")).isInstanceOf(NoSuchFileException.class);
        assertThat(read("b")).isEqualTo("kept");
    }

    @Test
    void aRenameReplacesWhatHadTheName() throws IOException {
        write("a", "new");
        write("b", "old");
        storage.rename("a", "b");
        assertThat(storage.list()).containsExactly("b");
        assertThat(read("b")).isEqualTo("new");
    }

    @Test
    void deletingWhatIsNotThereDoesNothing() throws IOException {
        write("a", "1");
        storage.delete("b");
        assertThat(storage.list()).containsExactly("a");
        storage.delete("a");
        storage.delete("a");
        assertThat(storage.list()).isEmpty();
    }
}
