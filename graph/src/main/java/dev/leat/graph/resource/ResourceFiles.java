package dev.leat.graph.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the files in a directory that may hold what users write. */
final class ResourceFiles {

    /** How many files of one directory are looked at. */
    static final int MOST_FILES = 10_000;

    private static final int DEEPEST = 32;

    private ResourceFiles() {}

    /**
     * The files with {@code .yaml}, {@code .yml} or {@code .bicep}, by name; directories below are searched, hidden ones are
     * not. At most {@value #MOST_FILES}, and one more where there are more.
     *
     * @throws IOException where a directory cannot be read
     */
    static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> isCandidate(directory, file))
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isCandidate(Path directory, Path file) {
        for (Path part : directory.relativize(file)) {
            // Kubernetes, too, mounts what it swaps below hidden names.
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".yaml") || name.endsWith(".yml") || isBicep(file)) && Files.isRegularFile(file);
    }

    /** What tells a file from others, by whichever path it is given. */
    static Path identity(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // It cannot be read either, which is reported.
            return file;
        }
    }

    static boolean isBicep(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".bicep");
    }
}
