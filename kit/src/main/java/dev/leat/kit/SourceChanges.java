package dev.leat.kit;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Waits for files to change, in directories and below. What builds and editors write for themselves does not count: folders
 * {@code target}, {@code bin} and {@code output}, and names that begin with a dot or end with {@code ~}.
 *
 * <p>For one thread.
 */
public final class SourceChanges implements AutoCloseable {

    /** An editor writes a file in several steps: so long nothing may change before a change counts as whole. */
    private static final long QUIET_MILLIS = 100;

    /** Directories are watched, so that a home directory named by mistake ends in a message, not in a full system. */
    private static final int MOST_DIRECTORIES = 10_000;

    private static final Set<String> PASSED_OVER = Set.of("target", "bin", "output", "node_modules", "__pycache__");

    private final WatchService service;
    private final Map<WatchKey, Path> watched = new LinkedHashMap<>();
    private final Set<Path> directories;

    private final Set<Path> ignored;

    private SourceChanges(WatchService service, Set<Path> directories, Set<Path> ignored) {
        this.service = service;
        this.directories = directories;
        this.ignored = ignored;
    }

    /**
     * Watches directories, with all that is below them.
     *
     * @param ignored files and directories whose changes do not count, as absolute paths
     */
    public static SourceChanges in(Set<Path> directories, Set<Path> ignored) throws IOException {
        Set<Path> all = new LinkedHashSet<>(ignored);
        all.addAll(ownOutput());
        SourceChanges changes =
                new SourceChanges(FileSystems.getDefault().newWatchService(), new LinkedHashSet<>(directories), all);
        try {
            for (Path directory : directories) {
                changes.watch(directory);
            }
        } catch (IOException | RuntimeException failure) {
            changes.close();
            throw failure;
        }
        return changes;
    }

    /** The files that this process's output goes to, where the system tells: each line there would be a change. */
    private static Set<Path> ownOutput() {
        Set<Path> files = new LinkedHashSet<>();
        for (String descriptor : List.of("1", "2")) {
            try {
                Path target = Path.of("/proc/self/fd", descriptor).toRealPath();
                if (Files.isRegularFile(target)) {
                    files.add(target);
                }
            } catch (IOException elsewhere) {
                // It goes to a terminal or a pipe, or the system has another way.
            }
        }
        return files;
    }

    /** What was to be watched. */
    public Set<Path> directories() {
        return directories;
    }

    private void watch(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(top) && isPassedOver(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (watched.size() >= MOST_DIRECTORIES) {
                    throw new KitException(
                            KitProblem.SOURCE,
                            top + ": more than " + MOST_DIRECTORIES
                                    + " directories would be watched; name a smaller one");
                }
                watched.put(
                        directory.register(
                                service,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE),
                        directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isPassedOver(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.endsWith("~") || PASSED_OVER.contains(name);
    }

    /** Returns when something has changed, and nothing more did for a moment. */
    public void await() throws InterruptedException, IOException {
        boolean changed = false;
        long quiet = 0;
        while (true) {
            WatchKey key;
            try {
                key = changed ? service.poll(quiet - System.nanoTime(), TimeUnit.NANOSECONDS) : service.take();
            } catch (ClosedWatchServiceException closed) {
                throw new IOException("nothing is watched any more", closed);
            }
            if (key == null) {
                return;
            }
            // What does not count holds up nothing, however often it is written.
            if (take(key)) {
                changed = true;
                quiet = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
            }
        }
    }

    private boolean take(WatchKey key) throws IOException {
        boolean counts = false;
        Path directory = watched.get(key);
        List<WatchEvent<?>> events = key.pollEvents();
        key.reset();
        if (directory == null) {
            return false;
        }
        for (WatchEvent<?> event : events) {
            if (!(event.context() instanceof Path name)) {
                counts = true; // too many at once to be told one by one
                continue;
            }
            Path path = directory.resolve(name);
            if (isPassedOver(path) || isIgnored(path.toAbsolutePath().normalize())) {
                continue;
            }
            counts = true;
            if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE && Files.isDirectory(path)) {
                try {
                    watch(path);
                } catch (NoSuchFileException gone) {
                    // It was there for a moment.
                }
            }
        }
        return counts;
    }

    private boolean isIgnored(Path path) {
        return ignored.stream().anyMatch(path::startsWith);
    }

    /** When the newest file of a source was written, in milliseconds since 1970; empty where there is none. */
    public static Optional<Long> newest(Path directory) throws IOException {
        long[] newest = {Long.MIN_VALUE};
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
                return !entered.equals(directory) && isPassedOver(entered)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // Cargo writes its lock file when it builds.
                if (!isPassedOver(file) && !file.endsWith("Cargo.lock")) {
                    newest[0] =
                            Math.max(newest[0], attributes.lastModifiedTime().toMillis());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return newest[0] == Long.MIN_VALUE ? Optional.empty() : Optional.of(newest[0]);
    }

    /** When a file was written, in milliseconds since 1970; the least number where there is none. */
    public static long writtenAt(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (NoSuchFileException absent) {
            return Long.MIN_VALUE;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
