package dev.leat.runtime;

import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.StoredCheckpoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The directory where one graph keeps its checkpoints, for this process alone: a lock in it keeps others out until it is
 * closed, or the process dies.
 */
public final class StateDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final long PATIENCE_SECONDS = 30;

    private final FileChannel channel;
    private final CheckpointStore store;

    private StateDirectory(FileChannel channel, CheckpointStore store) {
        this.channel = channel;
        this.store = store;
    }

    /**
     * Opens the directory, which is made where it is not there.
     *
     * @throws GraphException {@link RuntimeProblem#STATE_DIRECTORY} where it cannot be used: another process has it, or
     *     its files cannot be written
     */
    public static StateDirectory open(Path directory) {
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new GraphException(
                        RuntimeProblem.STATE_DIRECTORY,
                        "the state directory " + directory
                                + " is in use by another run; stop that one, or name another directory");
            }
        } catch (IOException unusable) {
            close(channel);
            throw new GraphException(
                    RuntimeProblem.STATE_DIRECTORY,
                    "the state directory " + directory + " cannot be used: " + unusable
                            + "; make it writable, or name another directory",
                    unusable);
        }
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "leat-checkpoint");
            thread.setDaemon(true);
            return thread;
        });
        return new StateDirectory(
                channel, new StoredCheckpoints(new FileStorage(directory), executor, () -> finish(executor)));
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException withinThisProcess) {
            return null;
        }
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // What is to be said is why it could not be used.
            }
        }
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
        store.close();
        close(channel);
    }
}
