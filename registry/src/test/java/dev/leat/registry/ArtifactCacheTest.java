package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, what goes, and what is damaged. */
final class ArtifactCacheTest {

    @TempDir
    private Path folder;

    private static byte[] content(int seed) {
        byte[] content = new byte[100];
        content[0] = (byte) seed;
        return content;
    }

    private Path file(byte[] content) {
        return folder.resolve("sha256").resolve(Digest.of(content).hex());
    }

    @Test
    void whatIsDamagedIsAsIfItWereNotThere() throws Exception {
        ArtifactCache cache = new ArtifactCache(folder, 1000);
        cache.put(Digest.of(content(1)), content(1));
        assertThat(cache.get(Digest.of(content(1)), 100)).contains(content(1));
        assertThat(cache.get(Digest.of(content(1)), 99)).isEmpty();
        Files.write(file(content(1)), content(2));
        assertThat(cache.get(Digest.of(content(1)), 100)).isEmpty();
        assertThat(file(content(1))).doesNotExist();
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws Exception {
        ArtifactCache cache = new ArtifactCache(folder, 250);
        cache.put(Digest.of(content(1)), content(1));
        cache.put(Digest.of(content(2)), content(2));
        Files.setLastModifiedTime(file(content(1)), FileTime.from(Instant.now().minusSeconds(200)));
        Files.setLastModifiedTime(file(content(2)), FileTime.from(Instant.now().minusSeconds(100)));
        assertThat(cache.get(Digest.of(content(1)), 100)).isPresent();
        cache.put(Digest.of(content(3)), content(3));
        assertThat(cache.get(Digest.of(content(2)), 100)).isEmpty();
        assertThat(cache.get(Digest.of(content(1)), 100)).isPresent();
        assertThat(cache.get(Digest.of(content(3)), 100)).isPresent();
    }

    @Test
    void whatIsLargerThanTheCacheIsNotKept() {
        ArtifactCache cache = new ArtifactCache(folder, 99);
        cache.put(Digest.of(content(1)), content(1));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoReasonToFail() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        ArtifactCache cache = new ArtifactCache(file, 1000);
        cache.put(Digest.of(content(1)), content(1));
        assertThat(cache.get(Digest.of(content(1)), 100)).isEmpty();
    }

    @Test
    void manyThreadsThatFillIt() throws Exception {
        ArtifactCache cache = new ArtifactCache(folder, 500);
        Thread[] threads = new Thread[8];
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int index = 0; index < threads.length; index++) {
            int first = index;
            threads[index] = Thread.ofPlatform().start(() -> {
                try {
                    for (int round = 0; round < 50; round++) {
                        byte[] content = content((first + round) % 20);
                        cache.put(Digest.of(content), content);
                        cache.get(Digest.of(content), 100)
                                .ifPresent(found -> assertThat(found).isEqualTo(content));
                    }
                } catch (RuntimeException | AssertionError failure) {
                    failures.add(failure);
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        cache.put(Digest.of(content(99)), content(99));
        try (Stream<Path> files = Files.list(folder.resolve("sha256"))) {
            assertThat(files)
                    .hasSizeLessThanOrEqualTo(5)
                    .noneMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }
}
