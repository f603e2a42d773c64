package dev.leat.component.wasmtime;

import dev.leat.component.core.PrivateFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * A resource that must be a file, because the system's loader opens it.
 *
 * <p>Any number of processes may extract it at once, and any of them may be killed: a file gets its name when it is
 * complete and on disk, and each start verifies length and checksum before it uses one. The checksum finds damage, not
 * malice: so the directory must belong to the user alone, and from one that does not nothing is loaded.
 */
record ExtractedResource(Class<?> owner, String name, long size, long crc32) {

    private static final String PART = ".part";

    /** Older leavings belong to a process that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final int BLOCK = 1 << 18;

    /**
     * Makes sure that the file is there and intact, and returns it. Where other users may have put files into the
     * directory, this is another file, in a directory that lives as long as this process.
     *
     * @param root the directory of the cache, which {@code target} is below
     */
    Path extract(Path root, Path target) throws IOException {
        Path directory = target.getParent();
        PrivateFiles.createDirectories(directory);
        try {
            PrivateFiles.requirePrivate(root, directory);
        } catch (IOException e) {
            System.getLogger(ExtractedResource.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "taking " + target.getFileName() + " out into a directory of this process alone: " + e);
            return extractForThisProcess(target.getFileName());
        }
        return extractInto(directory, target);
    }

    private Path extractForThisProcess(Path fileName) throws IOException {
        // Made with mode 0700 where the system has modes. What is registered last is deleted first.
        Path directory = Files.createTempDirectory("leat");
        directory.toFile().deleteOnExit();
        Path target = directory.resolve(fileName);
        target.toFile().deleteOnExit();
        return extractInto(directory, target);
    }

    private Path extractInto(Path directory, Path target) throws IOException {
        if (intact(target)) {
            return target;
        }
        removeAbandoned(directory);
        Path part = PrivateFiles.createTemporary(directory, PART);
        try {
            write(part);
            if (!intact(part)) {
                throw new IOException("the packed " + name + " is damaged");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    private void write(Path part) throws IOException {
        try (InputStream stream = owner.getResourceAsStream(name);
                FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            if (stream == null) {
                throw new FileNotFoundException("no resource " + name);
            }
            byte[] block = new byte[BLOCK];
            for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
                ByteBuffer buffer = ByteBuffer.wrap(block, 0, read);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            channel.force(true);
        }
    }

    private boolean intact(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != size) {
            return false;
        }
        CRC32 checksum = new CRC32();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
                checksum.update(block, 0, read);
            }
        }
        return checksum.getValue() == crc32;
    }

    private static void removeAbandoned(Path directory) {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
            System.getLogger(ExtractedResource.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot tidy " + directory, e);
        }
    }
}
