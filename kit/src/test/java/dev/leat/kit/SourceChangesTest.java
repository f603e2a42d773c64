package dev.leat.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SourceChangesTest {

    @TempDir
    private Path directory;

    @Test
    void aFileInAFolderThatIsMadeLaterCounts() throws Exception {
        try (SourceChanges changes = SourceChanges.in(Set.of(directory), Set.of())) {
            Path folder = Files.createDirectory(directory.resolve("new"));
            changes.await();
            Files.writeString(folder.resolve("lib.rs"), "fn main() {}");
            changes.await();
        }
    }

    @Test
    void whatBuildsWriteDoesNotCount() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin/release"));
        Path output = directory.resolve("out.jsonl");
        Path state = Files.createDirectory(directory.resolve("state"));
        try (SourceChanges changes =
                SourceChanges.in(Set.of(directory), Set.of(output.toAbsolutePath(), state.toAbsolutePath()))) {
            CompletableFuture<Void> changed = CompletableFuture.runAsync(() -> {
                try {
                    changes.await();
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            Files.writeString(bin.resolve("a.wasm"), "built");
            Files.writeString(output, "written");
            Files.writeString(directory.resolve(".hidden"), "an editor's");
            Files.writeString(directory.resolve("lib.rs~"), "a copy");
            Files.writeString(state.resolve("1.checkpoint"), "written");
            Thread.sleep(500); // Five times what a change waits for another one.
            assertThat(changed).isNotDone();
            Files.writeString(directory.resolve("lib.rs"), "a source");
            changed.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatDoesNotCountHoldsUpNoChange() throws Exception {
        Path output = directory.resolve("out.jsonl");
        AtomicBoolean over = new AtomicBoolean();
        try (SourceChanges changes = SourceChanges.in(Set.of(directory), Set.of(output.toAbsolutePath()))) {
            Thread writing = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    try {
                        Files.writeString(output, "again");
                        Thread.sleep(20);
                    } catch (IOException | InterruptedException failure) {
                        throw new IllegalStateException(failure);
                    }
                }
            });
            Files.writeString(directory.resolve("lib.rs"), "a source");
            changes.await();
            over.set(true);
            writing.join();
        }
    }

    @Test
    void theNewestSourceIsWhatIsNoResult() throws Exception {
        Path source = Files.writeString(directory.resolve("lib.rs"), "a source");
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000_000_000_000L));
        Path built = Files.createDirectories(directory.resolve("target")).resolve("a.wasm");
        Files.writeString(built, "built");
        Files.writeString(directory.resolve("Cargo.lock"), "cargo's");

        assertThat(SourceChanges.newest(directory)).contains(1_000_000_000_000L);
        assertThat(SourceChanges.writtenAt(source)).isEqualTo(1_000_000_000_000L);
        assertThat(SourceChanges.writtenAt(directory.resolve("nothing"))).isEqualTo(Long.MIN_VALUE);
    }
}
