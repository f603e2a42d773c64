package dev.leat.component.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache keeps what is used, as far as there is room. */
class CacheBoundsTest {

    private static final CacheBounds BOUNDS = new CacheBounds(Duration.ofDays(10), 100);

    @TempDir
    private Path directory;

    private Path added;

    @BeforeEach
    void add() throws IOException {
        added = entry("added", 10, Duration.ZERO);
    }

    private Path entry(String name, int bytes, Duration ago) throws IOException {
        return file(name + ".entry", bytes, ago);
    }

    private Path file(String name, int bytes, Duration ago) throws IOException {
        Path file = Files.write(directory.resolve(name), new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
        return file;
    }

    private void prune(CacheBounds bounds) throws IOException {
        bounds.prune(directory, name -> name.endsWith(".entry"), name -> name.endsWith(".part"), added);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void whatIsWithinTheBoundsStays() throws IOException {
        Path young = entry("young", 40, Duration.ofDays(1));
        Path old = entry("old", 50, Duration.ofDays(9));
        prune(BOUNDS);
        assertThat(files()).containsExactlyInAnyOrder(added, young, old);
    }

    @Test
    void whatWasNotUsedForLongGoesHoweverMuchRoomThereIs() throws IOException {
        entry("old", 0, Duration.ofDays(11));
        Path young = entry("young", 0, Duration.ofDays(9));
        prune(BOUNDS);
        assertThat(files()).containsExactlyInAnyOrder(added, young);
    }

    @Test
    void whatIsUsedStaysHoweverOldItIs() throws IOException {
        Path old = entry("old", 0, Duration.ofDays(11));
        CacheBounds.used(old);
        prune(BOUNDS);
        assertThat(files()).contains(old);
    }

    @Test
    void ofWhatIsTooMuchThoseGoThatWereNotUsedForLongest() throws IOException {
        Path second = entry("b", 40, Duration.ofHours(2));
        entry("a", 40, Duration.ofHours(4));
        Path third = entry("c", 40, Duration.ofHours(1));
        entry("d", 40, Duration.ofHours(3));
        prune(BOUNDS);
        assertThat(files()).containsExactlyInAnyOrder(added, second, third);
    }

    @Test
    void whatWasAddedStaysEvenWhereItAloneIsTooMuch() throws IOException {
        entry("other", 1, Duration.ofHours(1));
        Files.write(added, new byte[1000]);
        Files.setLastModifiedTime(added, FileTime.fromMillis(0));
        prune(BOUNDS);
        assertThat(files()).containsExactly(added);
    }

    @Test
    void whatAProcessDidNotComeToFinishGoesAndWhatOneIsWritingStays() throws IOException {
        file("1.part", 1000, Duration.ofHours(25));
        Path writing = file("2.part", 1000, Duration.ofHours(23));
        Path other = entry("other", 90, Duration.ofHours(1));
        prune(BOUNDS);
        assertThat(files()).containsExactlyInAnyOrder(added, writing, other);
    }

    @Test
    void filesOfOthersAndDirectoriesAreLeftAlone() throws IOException {
        Path foreign = file("wheel.whl", 1000, Duration.ofDays(100));
        Path folder = Files.createDirectory(directory.resolve("folder.entry"));
        Path inside = Files.write(folder.resolve("inside.entry"), new byte[1000]);
        Files.setLastModifiedTime(inside, FileTime.fromMillis(0));
        Files.setLastModifiedTime(folder, FileTime.fromMillis(0));
        prune(BOUNDS);
        assertThat(files()).containsExactlyInAnyOrder(added, foreign, folder);
        assertThat(inside).exists();
    }

    @Test
    void anEntryThatIsGoneIsUsedWithoutHarm() {
        CacheBounds.used(directory.resolve("gone.entry"));
        assertThat(directory.resolve("gone.entry")).doesNotExist();
    }

    @Test
    void aDirectoryThatIsGoneIsSaid() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() ->
                        BOUNDS.prune(directory.resolve("gone"), name -> true, name -> false, directory.resolve("a")));
    }

    @Test
    void manyMayAddAndPruneAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String prefix = "thread-" + thread + "-";
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        Path mine = Files.write(directory.resolve(prefix + i + ".entry"), new byte[30]);
                        BOUNDS.prune(directory, name -> name.endsWith(".entry"), name -> false, mine);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        add();
        prune(BOUNDS);
        assertThat(files()).hasSizeBetween(1, 4).contains(added);
    }
}
