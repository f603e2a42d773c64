package dev.leat.service.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory that holds a state store and belongs to one process while it is open: {@code lock}, {@code format}, which says
 * what this is, and {@code rocksdb}. The format is written last, so that a directory with one is whole.
 */
final class StoreDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String FORMAT = "format";
    private static final String DATA = "rocksdb";
    private static final String NAME = "leat state store ";
    private static final int VERSION = 1;
    private static final int LONGEST_FORMAT = 1_024;
    private static final int SHOWN = 3;

    /** What may be beside the store: a file system of its own begins with the last one. */
    private static final Set<String> KNOWN = Set.of(LOCK, DATA, FORMAT + ".new", "lost+found");

    /** Open in this process: locks of files do not tell threads apart. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path place;
    private final FileChannel lock;
    private final boolean made;

    private StoreDirectory(Path place, FileChannel lock, boolean made) {
        this.place = place;
        this.lock = lock;
        this.made = made;
    }

    static StoreDirectory open(Path directory) {
        try {
            create(directory);
            Path place = directory.toRealPath();
            refuseForeign(directory, place);
            if (!OPEN.add(place)) {
                throw new StateException(
                        StateProblem.IN_USE,
                        "the state store " + directory + " is open in this process already; share that one");
            }
            FileChannel lock = null;
            boolean opened = false;
            try {
                lock = lock(directory, place);
                StoreDirectory store = new StoreDirectory(place, lock, isMade(directory, place));
                opened = true;
                return store;
            } finally {
                if (!opened) {
                    OPEN.remove(place);
                    if (lock != null) {
                        lock.close();
                    }
                }
            }
        } catch (IOException unusable) {
            throw new StateException(
                    StateProblem.UNUSABLE,
                    "the state store " + directory + " cannot be used: " + unusable
                            + "; make it a directory that this user may write to, or name another",
                    unusable);
        }
    }

    private static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(directory);
        }
    }

    /** Before anything is written: a mistyped path must leave no traces. */
    private static void refuseForeign(Path directory, Path place) throws IOException {
        if (Files.exists(place.resolve(FORMAT))) {
            checkFormat(directory, place);
            return;
        }
        try (Stream<Path> content = Files.list(place)) {
            List<String> others = content.map(path -> path.getFileName().toString())
                    .filter(name -> !KNOWN.contains(name))
                    .sorted()
                    .limit(SHOWN)
                    .toList();
            if (!others.isEmpty()) {
                throw new StateException(
                        StateProblem.FOREIGN,
                        "the directory " + directory + " is no state store: it holds " + String.join(", ", others)
                                + "; name an empty directory, or one that does not exist");
            }
        }
    }

    private static void checkFormat(Path directory, Path place) throws IOException {
        Path file = place.resolve(FORMAT);
        String text =
                Files.size(file) > LONGEST_FORMAT ? "" : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String version = text.startsWith(NAME) ? text.substring(NAME.length()).strip() : "";
        if (version.equals(Integer.toString(VERSION))) {
            return;
        }
        if (version.matches("[1-9][0-9]{0,8}")) {
            throw new StateException(
                    StateProblem.LATER_FORMAT,
                    "the state store " + directory + " has format " + version + ", and this version of Leat reads "
                            + VERSION + "; use the version that wrote it, or a later one");
        }
        throw new StateException(
                StateProblem.FOREIGN,
                "the directory " + directory + " is no state store: its file " + FORMAT + " says something else");
    }

    private static boolean isMade(Path directory, Path place) throws IOException {
        if (!Files.exists(place.resolve(FORMAT))) {
            return false;
        }
        if (!Files.exists(place.resolve(DATA).resolve("CURRENT"))) {
            throw new StateException(
                    StateProblem.DAMAGED,
                    "the state store " + directory + " is damaged: " + DATA + "/CURRENT is missing; restore the"
                            + " directory from a copy, or remove it to begin with an empty store");
        }
        try (Stream<Path> files = Files.list(place.resolve(DATA))) {
            // There always is one; without it the latest changes would be gone without a word.
            if (files.noneMatch(file -> file.getFileName().toString().endsWith(".log"))) {
                throw new StateException(
                        StateProblem.DAMAGED,
                        "the state store " + directory + " is damaged: " + DATA + " has no .log file, which holds the"
                                + " latest changes; restore the directory from a copy, or remove it to begin with an"
                                + " empty store");
            }
        }
        return true;
    }

    private static FileChannel lock(Path directory, Path place) throws IOException {
        FileChannel channel = FileChannel.open(
                place.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean owned = false;
        try {
            if (!tryLock(channel)) {
                String other = Files.readString(place.resolve(LOCK)).strip();
                throw new StateException(
                        StateProblem.IN_USE,
                        "the state store " + directory + " is in use by "
                                + (other.isEmpty() ? "another process" : "process " + other)
                                + "; stop that one, or name another directory");
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            owned = true;
            return channel;
        } finally {
            if (!owned) {
                channel.close();
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException anotherClassLoader) {
            // Leat is in this process twice, and this one's set does not know of the other's.
            return false;
        }
    }

    Path data() {
        return place.resolve(DATA);
    }

    /** Whether there is a store in it already. */
    boolean isMade() {
        return made;
    }

    /** The store is in it, whole. */
    void markMade() throws IOException {
        Path fresh = place.resolve(FORMAT + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(StandardCharsets.US_ASCII.encode(NAME + VERSION + "\n"));
            channel.force(true);
        }
        try {
            Files.move(fresh, place.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(fresh, place.resolve(FORMAT));
        }
        forceNames(place);
        Path parent = place.getParent();
        if (parent != null) {
            forceNames(parent);
        }
    }

    private static void forceNames(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // Windows opens no directories, and keeps names safe by itself.
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException ignored) {
            // Nothing was written through it but the process's number.
        } finally {
            OPEN.remove(place);
        }
    }
}
