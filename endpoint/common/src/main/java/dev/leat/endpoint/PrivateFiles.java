package dev.leat.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Files that only this user may look into, and that are there as a whole or not at all, whenever the power goes. */
public final class PrivateFiles {

    /** What the names of files begin with that are not complete; a process that was killed may leave one. */
    public static final String PARTIAL = ".partial-";

    private PrivateFiles() {}

    /** Makes a directory, and those that it lies in. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, permissions(directory, "rwx------"));
    }

    private static FileAttribute<?>[] permissions(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** A new file beside the one that it is to become. */
    public static Path partial(Path file) throws IOException {
        Path partial = file.resolveSibling(PARTIAL + UUID.randomUUID());
        return Files.createFile(partial, permissions(partial, "rw-------"));
    }

    /** Writes the file, or leaves it as it was. */
    public static void write(Path file, byte[] content) throws IOException {
        Path partial = partial(file);
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            move(partial, file);
        } finally {
            Files.deleteIfExists(partial);
        }
        forceNames(file);
    }

    /** Puts a file in the place of another, at once where the file system can. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes a file; one that is not there is deleted already. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        forceNames(file);
    }

    /** Deletes a directory with all that is in it; one that is not there is deleted already. */
    public static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
        forceNames(directory);
    }

    /** A name is on the disk when its directory is. */
    private static void forceNames(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
