package dev.leat.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a command reads and writes: no two may be the same, since opening one would destroy the other. */
final class FilesInUse {

    private static final String STANDARD_STREAM = "-";

    /** @param what how the user named it, such as {@code --output} */
    private record Use(String what, Path path, boolean written) {

        @Override
        public String toString() {
            return what + " " + path;
        }
    }

    private final List<Use> uses = new ArrayList<>();

    FilesInUse reads(String what, @Nullable String path) {
        return add(what, path, false);
    }

    FilesInUse writes(String what, @Nullable String path) {
        return add(what, path, true);
    }

    private FilesInUse add(String what, @Nullable String path, boolean written) {
        if (path != null && !path.equals(STANDARD_STREAM)) {
            uses.add(new Use(what, Path.of(path), written));
        }
        return this;
    }

    /** @throws UsageException where two are the same, or an output would lie in a directory of input */
    void check() throws IOException {
        for (int i = 0; i < uses.size(); i++) {
            for (int j = i + 1; j < uses.size(); j++) {
                check(uses.get(i), uses.get(j));
                check(uses.get(j), uses.get(i));
            }
        }
    }

    private static void check(Use one, Use other) throws IOException {
        if (isSame(one.path(), other.path())) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    one + " and " + other + " are the same file: name another one, or its content would be lost");
        }
        Path parent = other.path().toAbsolutePath().normalize().getParent();
        if (!one.written()
                && other.written()
                && parent != null
                && Files.isDirectory(one.path())
                && isSame(one.path(), parent)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    other + " lies in the directory " + one
                            + ", whose files are the messages: write it elsewhere, or into a folder in there");
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            // A device or a pipe holds nothing that could be lost.
            return Files.isSameFile(one, other)
                    && !Files.readAttributes(one, BasicFileAttributes.class).isOther();
        }
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
}
