package dev.leat.runtime;

import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.StoredCheckpoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The directory where one graph keeps its checkpoints, for this process alone: a lock in it keeps others out until it is
 * closed, or the process dies.
 */
public final class StateDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final long PATIENCE_SECONDS = 30;

    /**
     * What this process has open, by real paths. Asked before the lock's file is opened: where POSIX locks are used, to
     * close any channel on that file gives up the process's lock on it.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path place;
    private final FileChannel channel;
    private final CheckpointStore store;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StateDirectory(Path place, FileChannel channel, CheckpointStore store) {
        this.place = place;
        this.channel = channel;
        this.store = store;
    }

    /**
     * Opens the directory, which is made where it is not there: for its owner alone, where the file system knows owners.
     *
     * @throws GraphException {@link RuntimeProblem#STATE_DIRECTORY} where it cannot be used: it is open in this process
     *     or another, or its files cannot be written
     */
    public static StateDirectory open(Path directory) {
        try {
            create(directory.toAbsolutePath());
            Path place = directory.toRealPath();
            if (!OPEN.add(place)) {
                throw inUse(directory);
            }
            FileChannel channel = null;
            try {
                channel = lock(place);
            } finally {
                if (channel == null) {
                    OPEN.remove(place);
                }
            }
            if (channel == null) {
                throw inUse(directory);
            }
            return open(directory, place, channel);
        } catch (IOException unusable) {
            throw new GraphException(
                    RuntimeProblem.STATE_DIRECTORY,
                    "the state directory " + directory + " cannot be used: " + unusable
                            + "; make it writable, or name another directory",
                    unusable);
        }
    }

    private static StateDirectory open(Path directory, Path place, FileChannel channel) {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "leat-checkpoint");
            thread.setDaemon(true);
            return thread;
        });
        return new StateDirectory(
                place, channel, new StoredCheckpoints(new FileStorage(directory), executor, () -> finish(executor)));
    }

    private static GraphException inUse(Path directory) {
        return new GraphException(
                RuntimeProblem.STATE_DIRECTORY,
                "the state directory " + directory
                        + " is in use by another run; stop that one, or name another directory");
    }

    /** Makes the directory and those above it, and forces the name of each to the disk. */
    private static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            create(parent);
        }
        try {
            Files.createDirectory(directory, ownerOnly(directory));
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory)) {
                NotDirectoryException file = new NotDirectoryException(directory.toString());
                file.initCause(there);
                throw file;
            }
        }
        if (parent != null) {
            FileStorage.forceNames(parent);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The channel that holds the lock; null where another process has it. */
    private static @Nullable FileChannel lock(Path place) throws IOException {
        FileChannel channel =
                FileChannel.open(place.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException anotherClassLoader) {
            // Leat is in this process twice, and this one's set does not know of the other's.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    private static void finish(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** The checkpoints in it. */
    public CheckpointStore checkpoints() {
        return store;
    }

    /** Waits for what is being written, for a while, and lets others in. Close what writes there before. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            store.close();
        } finally {
            release();
        }
    }

    private void release() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing is lost with it: what was written is on the disk.
        } finally {
            OPEN.remove(place);
        }
    }
}
