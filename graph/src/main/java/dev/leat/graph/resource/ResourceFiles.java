package dev.leat.graph.resource;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Finds the files in a directory that may hold what users write. */
final class ResourceFiles {

    /** How many files of one directory are looked at. */
    static final int MOST_FILES = 10_000;

    private static final int DEEPEST = 32;

    private ResourceFiles() {}

    /**
     * The files with {@code .yaml}, {@code .yml} or {@code .bicep}, by name; directories below are searched, hidden ones are
     * not, and links that lead back up are passed over. At most {@value #MOST_FILES}, and one more where there are more.
     *
     * @throws IOException where a directory cannot be read
     */
    static List<Path> in(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isCandidate(directory, file)) {
                    found.add(file);
                }
                return found.size() > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        found.sort(null);
        return found;
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
