package dev.leat.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Where graphs keep their state unless told otherwise: what the system calls the user's state directory. */
final class StateHome {

    private static final int READABLE = 40;
    private static final int HASH_BYTES = 6;

    private StateHome() {}

    /** What holds the state of all graphs. */
    static Path root() {
        return Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
                .resolve("leat");
    }

    /** The directory of what runs under a client id at a broker. */
    static Path of(String broker, String client) {
        return root().resolve(name(broker, client));
    }

    /** Such as {@code leat-my-graph-1a2b3c4d-0123456789ab}: readable, and another for each broker and client id. */
    static String name(String broker, String client) {
        String readable = client.replaceAll("[^A-Za-z0-9_-]", "_");
        return readable.substring(0, Math.min(readable.length(), READABLE)) + "-"
                + HexFormat.of().formatHex(hash(broker + "\n" + client), 0, HASH_BYTES);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    /** Makes a directory that only this user may look into: a checkpoint holds messages. */
    static void create(Path directory) throws IOException {
        Path existing = directory.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (Files.getFileStore(existing).supportsFileAttributeView("posix")) {
            FileAttribute<Set<PosixFilePermission>> ownerOnly =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(directory, ownerOnly);
        } else {
            Files.createDirectories(directory);
        }
    }
}
