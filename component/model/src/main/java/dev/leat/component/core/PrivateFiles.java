package dev.leat.component.core;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and directories that hold code to run, and therefore belong to this user alone. For engines that keep compiled
 * modules or libraries on disk; all methods may be called by any thread.
 */
public final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private static volatile @Nullable UserPrincipal user;

    private PrivateFiles() {}

    /** Makes the directory and those above it that are missing, with mode 0700 where the system has modes. */
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, mode("rwx------"));
    }

    /** Makes an empty file of a name of its own, with mode 0600 where the system has modes. */
    public static Path createTemporary(Path directory, String suffix) throws IOException {
        return Files.createTempFile(directory, "", suffix, mode("rw-------"));
    }

    /**
     * Makes sure that no other user can have put a file into the directory. Whoever can write a directory can exchange
     * those below it, so each one from the directory up to the root of the cache is looked at.
     *
     * @param root the directory or one above it
     * @param directory a directory that is there
     * @throws IOException where one of them belongs to another user or can be written by others, or cannot be looked at;
     *     the message says which and what to do
     */
    public static void requirePrivate(Path root, Path directory) throws IOException {
        Path top = root.toAbsolutePath().normalize();
        Path bottom = directory.toAbsolutePath().normalize();
        if (!bottom.startsWith(top)) {
            throw new IllegalArgumentException(directory + " is not below " + root);
        }
        UserPrincipal user = user();
        for (Path path = bottom; path != null && path.startsWith(top); path = path.getParent()) {
            requireOwner(path, user);
            // What a symbolic link of another user leads to is that user's choice.
            requireOwner(path, user, LinkOption.NOFOLLOW_LINKS);
            requireNotWritableByOthers(path);
        }
    }

    private static void requireOwner(Path path, UserPrincipal user, LinkOption... options) throws IOException {
        UserPrincipal owner = Files.getOwner(path, options);
        if (!owner.equals(user)) {
            throw new IOException(path + " belongs to " + owner.getName() + ", not to " + user.getName()
                    + ", who runs this, and code is loaded from it: name another directory (LEAT_CACHE)");
        }
    }

    private static void requireNotWritableByOthers(Path path) throws IOException {
        if (POSIX && Files.getPosixFilePermissions(path).stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
            throw new IOException(path + " can be written by other users, who could put code there: take the right"
                    + " away (chmod go-w) or name another directory (LEAT_CACHE)");
        }
    }

    /** Whom the files that this process makes belong to: the name of the user may be unknown, as in many containers. */
    private static UserPrincipal user() throws IOException {
        UserPrincipal known = user;
        if (known == null) {
            Path file = Files.createTempFile("leat", null);
            try {
                known = Files.getOwner(file);
            } finally {
                Files.deleteIfExists(file);
            }
            user = known;
        }
        return known;
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
