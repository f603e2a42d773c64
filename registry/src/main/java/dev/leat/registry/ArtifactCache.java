package dev.leat.registry;

import dev.leat.endpoint.PrivateFiles;
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
import java.util.Optional;

/**
 * Manifests and layers on disk, by digest. Processes share it without a lock: a file appears and disappears as a whole, and
 * is held against its digest when it is read. Those not used for longest go first.
 */
public final class ArtifactCache {

    /** 2 GiB. */
    public static final long DEFAULT_BYTES = 2L << 30;

    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path directory;
    private final long mostBytes;

    private record Entry(Path file, long size, Instant used) {}

    /**
     * @param directory need not exist; for this user alone
     * @param mostBytes of all files together, at least 0
     */
    public ArtifactCache(Path directory, long mostBytes) {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("a cache of " + mostBytes + " bytes");
        }
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    /** {@code artifacts} in {@code LEAT_CACHE}, or in {@code leat} of the directory that the system keeps for caches. */
    public static ArtifactCache ofThisUser() {
        Path home = variable("LEAT_CACHE")
                .or(() -> variable("XDG_CACHE_HOME").map(caches -> caches + "/leat"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "leat"));
        return new ArtifactCache(home.resolve("artifacts"), DEFAULT_BYTES);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private Path file(Digest digest) {
        return directory.resolve(digest.algorithm()).resolve(digest.hex());
    }

    /** The content of that digest, if it is there and whole. */
    Optional<byte[]> get(Digest digest, long mostSize) {
        Path file = file(digest);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > mostSize) {
                return Optional.empty();
            }
            byte[] content = Files.readAllBytes(file);
            if (!digest.fits(content)) {
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(content);
        } catch (IOException unreadable) {
            // It is as if it were not there.
            return Optional.empty();
        }
    }

    /** Keeps it; a cache that cannot be written keeps nothing, and is no reason to fail. */
    void put(Digest digest, byte[] content) {
        if (content.length > mostBytes) {
            return;
        }
        Path file = file(digest);
        try {
            PrivateFiles.createDirectory(file.getParent());
            PrivateFiles.write(file, content);
            shrink(file);
        } catch (IOException unwritable) {
            // Fetched again the next time.
        }
    }

    private void shrink(Path fresh) throws IOException {
        List<Entry> entries = new ArrayList<>();
        // Other processes take files away meanwhile: names first, and a look at each.
        for (Path folder : names(directory)) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                names(folder).forEach(file -> look(file, entries));
            }
        }
        long sum = entries.stream().mapToLong(Entry::size).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry each : entries) {
            if (sum <= mostBytes) {
                return;
            }
            if (!each.file().equals(fresh)) {
                Files.deleteIfExists(each.file());
                sum -= each.size();
            }
        }
    }

    private static List<Path> names(Path folder) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            List<Path> found = new ArrayList<>();
            names.forEach(found::add);
            return found;
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static void look(Path file, List<Entry> entries) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return;
            }
            Instant used = attributes.lastModifiedTime().toInstant();
            if (!file.getFileName().toString().startsWith(PrivateFiles.PARTIAL)) {
                entries.add(new Entry(file, attributes.size(), used));
            } else if (used.isBefore(Instant.now().minus(ABANDONED))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException gone) {
            // Another process took it away.
        }
    }
}
