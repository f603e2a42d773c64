package dev.leat.platform.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The temporary folder of one broker: gone when the broker is closed, and when the process is told to end (Ctrl-C,
 * SIGTERM). Only a process that is killed leaves it behind.
 */
final class BrokerFolder implements AutoCloseable {

    /** How long the end of the process waits for a broker that is just starting. */
    private static final long PATIENCE_SECONDS = 10;

    private final Thread atExit = new Thread(this::deleteAtExit, "leat-broker-folder");
    /** Held while a broker starts and fills the folder: who deletes it meanwhile would not find everything. */
    private final ReentrantLock filling = new ReentrantLock();

    private final Path parent;
    private Optional<Path> path = Optional.empty();

    /** @param parent where the folder is made */
    BrokerFolder(Path parent) {
        this.parent = parent;
    }

    /** What fills the folder. */
    @FunctionalInterface
    interface Filling<T> {
        T fill(Path folder) throws IOException;
    }

    /**
     * Makes the folder and fills it. Called once.
     *
     * @throws IllegalStateException where the process is ending
     */
    <T> T fill(Filling<T> content) throws IOException {
        filling.lock();
        try {
            // Before there is anything to delete: the process may be told to end at any time.
            Runtime.getRuntime().addShutdownHook(atExit);
            Path folder = Files.createTempDirectory(parent, "leat-broker");
            path = Optional.of(folder);
            return content.fill(folder);
        } finally {
            filling.unlock();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // It is at work, or was: what it left, or did not find yet, goes now.
        }
        filling.lock();
        try {
            delete();
        } finally {
            filling.unlock();
        }
    }

    private void deleteAtExit() {
        boolean alone = false;
        try {
            alone = filling.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            delete();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            if (alone) {
                filling.unlock();
            }
        }
    }

    private void delete() {
        if (path.isEmpty() || !Files.exists(path.get())) {
            return;
        }
        try (Stream<Path> files = Files.walk(path.get())) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
