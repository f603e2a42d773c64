package dev.leat.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files that only this user may look into, and that are there as a whole or not at all. */
final class SafeFiles {

    /** What the names of files begin with that are not complete. */
    static final String PARTIAL = ".partial-";

    private SafeFiles() {}

    static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, permissions(directory, "rwx------"));
    }

    /** A new file beside the one that it is to become. */
    static Path partial(Path file) throws IOException {
        Path partial = file.resolveSibling(PARTIAL + UUID.randomUUID());
        return Files.createFile(partial, permissions(partial, "rw-------"));
    }

    private static FileAttribute<?>[] permissions(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes the file, or leaves it as it was. */
    static void write(Path file, byte[] content) throws IOException {
        Path partial = partial(file);
        try {
            try (FileChannel channel = FileChannel.open(partial, Set.of(StandardOpenOption.WRITE))) {
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
    }

    static void move(Path partial, Path file) throws IOException {
        try {
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
