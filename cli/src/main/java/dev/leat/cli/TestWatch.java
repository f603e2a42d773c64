package dev.leat.cli;

import dev.leat.testkit.TestCase;
import dev.leat.testkit.TestCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the results of test cases depend on. */
final class TestWatch {

    private TestWatch() {}

    /** The directories of the cases, of their graphs, inputs and expectations. */
    static Set<Path> directories(List<Path> paths) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        for (Path path : paths) {
            directories.add(Files.isDirectory(path) ? path : parent(path));
        }
        for (Path file : TestCases.find(paths.toArray(Path[]::new))) {
            directories.add(parent(file));
            TestCase.read(file).testCase().ifPresent(testCase -> {
                directories.add(parent(testCase.graph()));
                testCase.input().ifPresent(directories::add);
                testCase.expected().ifPresent(expected -> directories.add(parent(expected)));
            });
        }
        return directories;
    }

    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
