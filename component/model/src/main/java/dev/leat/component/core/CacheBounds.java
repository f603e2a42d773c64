package dev.leat.component.core;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * How much a cache may keep on disk, and for how long. For engines that keep compiled modules there.
 *
 * <p>When an entry was used last is the time of its last modification: whoever uses one {@linkplain #used says so}.
 * Processes that share a cache may prune it at the same time, and while others read it: an entry appears under its name
 * when it is complete and disappears as a whole, and who does not find it makes it again. All methods may be called by
 * any thread.
 *
 * @param unused how long an entry that nobody uses is kept
 * @param bytes what all entries may take together; where they take more, those go that were not used for longest
 */
public record CacheBounds(Duration unused, long bytes) {

    /** 30 days, and 2 GiB. */
    public static final CacheBounds DEFAULT = new CacheBounds(Duration.ofDays(30), 2L << 30);

    /** A file that a process was writing for that long is one that it did not come to finish. */
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private record Entry(Path path, Instant used, long bytes) {}

    /** Notes that an entry was used now. */
    public static void used(Path entry) {
        try {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
        } catch (IOException gone) {
            // Another process pruned it, or the file system keeps no times: it was used all the same.
        }
    }

    /**
     * Deletes what is beyond the bounds. To be called when an entry was added: nothing else makes a cache grow.
     *
     * @param directory the cache's; what lies in its subdirectories is left alone
     * @param entries which files are entries, by name
     * @param unfinished which files are entries that are being written, by name
     * @param added the entry that was added; it stays
     * @throws IOException where the directory cannot be read
     */
    public void prune(Path directory, Predicate<String> entries, Predicate<String> unfinished, Path added)
            throws IOException {
        Instant now = Instant.now();
        List<Entry> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (entries.test(name)) {
                    keepOrDelete(file, now.minus(unused), added, kept);
                } else if (unfinished.test(name)) {
                    keepOrDelete(file, now.minus(UNFINISHED), added, new ArrayList<>());
                }
            }
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        long total = kept.stream().mapToLong(Entry::bytes).sum();
        kept.sort(Comparator.comparing(Entry::used));
        for (Entry entry : kept) {
            if (total <= bytes) {
                break;
            }
            if (!entry.path().equals(added) && delete(entry.path())) {
                total -= entry.bytes();
            }
        }
    }

    private static void keepOrDelete(Path file, Instant oldest, Path added, List<Entry> kept) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Instant used = attributes.lastModifiedTime().toInstant();
            if (!attributes.isRegularFile()) {
                return;
            }
            if (file.equals(added) || !used.isBefore(oldest) || !delete(file)) {
                kept.add(new Entry(file, used, attributes.size()));
            }
        } catch (IOException gone) {
            // Another process was faster.
        }
    }

    /** Whether the file is gone. */
    private static boolean delete(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException inUse) {
            // Some systems do not delete a file that a process has mapped: the next one to prune may.
            return false;
        }
    }
}
