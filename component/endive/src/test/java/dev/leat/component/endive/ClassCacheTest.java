package dev.leat.component.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.component.core.CacheBounds;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled classes come from a directory that belongs to this user alone, or not from the disk. */
class ClassCacheTest {

    private static final String DIGEST = "0123456789abcdef";
    private static final ModuleClasses CLASSES = new ModuleClasses("a.B", Map.of("a.B", new byte[7]), new TreeSet<>());

    @TempDir
    private Path parent;

    @BeforeEach
    void assumePosix() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void whatIsMadeBelongsToThisUserAlone() throws IOException {
        Path directory = parent.resolve("some/where");
        ClassCache cache = new ClassCache(directory, "1");
        cache.store(DIGEST, CLASSES);

        assertThat(cache.load(DIGEST)).isPresent();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(directory.getParent())).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void fromADirectoryThatOthersCanWriteNothingIsLoaded() throws IOException {
        ClassCache cache = new ClassCache(parent, "1");
        cache.store(DIGEST, CLASSES);
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwx---"));

        assertThat(cache.load(DIGEST)).isEmpty();
        cache.store("fedcba9876543210", CLASSES);

        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void filesThatNobodyUsesGoWhenOneIsAddedThoseOfOtherVersionsToo() throws IOException {
        Path directory = parent.resolve("cache");
        ClassCache cache = new ClassCache(directory, "2");
        new ClassCache(directory, "1").store(DIGEST, CLASSES);
        cache.store(DIGEST, CLASSES);
        cache.store("aaaaaaaaaaaaaaaa", CLASSES);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            }
        }

        assertThat(cache.load(DIGEST)).isPresent();
        cache.store("bbbbbbbbbbbbbbbb", CLASSES);

        assertThat(cache.load(DIGEST)).isPresent();
        assertThat(cache.load("bbbbbbbbbbbbbbbb")).isPresent();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void ofWhatIsTooMuchTheFileAddedLastStays() throws IOException {
        Path directory = parent.resolve("cache");
        ClassCache cache = new ClassCache(directory, "1", new CacheBounds(Duration.ofDays(1), 1));
        cache.store(DIGEST, CLASSES);
        cache.store("aaaaaaaaaaaaaaaa", CLASSES);

        assertThat(cache.load(DIGEST)).isEmpty();
        assertThat(cache.load("aaaaaaaaaaaaaaaa")).isPresent();
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
