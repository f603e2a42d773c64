package dev.leat.testkit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds test files. */
public final class TestCases {

    /** How the names of test files end. */
    static final String SUFFIX = ".test.yaml";

    private static final String OUTPUT = "output";

    private TestCases() {}

    /**
     * The test files under the paths, in the order of the paths, each once. A file is taken whatever its name; a
     * directory gives the {@code *.test.yaml} files in it and below, in natural order of their paths. Folders that are
     * named {@code output} or begin with a dot are not entered, nor are symbolic links followed.
     *
     * @throws TestkitException {@link TestkitProblem#CASE_UNREADABLE} where a path names nothing, or a directory cannot
     *     be read
     */
    public static List<Path> find(Path... paths) {
        Set<Path> seen = new LinkedHashSet<>();
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            List<Path> files = Files.isDirectory(path) ? below(path) : List.of(path);
            for (Path file : files) {
                if (!Files.exists(file)) {
                    throw new TestkitException(
                            TestkitProblem.CASE_UNREADABLE, file + ": there is no such file or directory");
                }
                if (seen.add(file.toAbsolutePath().normalize())) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static List<Path> below(Path directory) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
                    String name = InputFolder.name(entered);
                    boolean passedOver = name.equals(OUTPUT) || name.startsWith(".");
                    return passedOver && !entered.equals(directory)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (InputFolder.name(file).endsWith(SUFFIX) && Files.isRegularFile(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new TestkitException(
                    TestkitProblem.CASE_UNREADABLE,
                    directory + ": the directory cannot be read: " + failure.getMessage(),
                    failure);
        }
        files.sort(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE));
        return files;
    }
}
