package dev.leat.testkit;

import dev.leat.graph.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A case for a graph, as a {@code *.test.yaml} file describes it: what goes in, and what has to come out.
 *
 * @param file the test file; the paths beside it are resolved against its directory
 * @param name what reports call the case; the file's name unless given
 * @param graph the graph definition
 * @param input the directory of messages, see {@link InputFolder}; empty where the file holds all messages itself
 * @param expected the JSON that the output is compared with; empty where the file says itself what is expected
 * @param timeout how long the graph may take once its modules are loaded; 60 s unless given
 * @param select the dot-paths that are compared; empty for all, see {@link #SYNTAX}
 * @param ignores the dot-paths that are not compared
 * @param content what the file holds itself
 */
public record TestCase(
        Path file,
        String name,
        Path graph,
        Optional<Path> input,
        Optional<Path> expected,
        Duration timeout,
        List<String> select,
        List<String> ignores,
        CaseContent content) {

    /** How paths are written, in a sentence for messages and pages. */
    public static final String SYNTAX =
            "Write names with single dots between them, such as payload.temperature.value or"
                    + " properties.user-properties.otel/factoryId.";

    /** How long a case may take unless it says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(60_000);

    /** @throws IllegalArgumentException where a path in {@code select} or {@code ignores} has an empty segment */
    public TestCase {
        select = List.copyOf(select);
        ignores = List.copyOf(ignores);
        paths(select);
        paths(ignores);
    }

    /**
     * What came of reading a test file.
     *
     * @param testCase present exactly where no diagnostic is an error
     * @param diagnostics all findings, by position
     */
    public record Reading(Optional<TestCase> testCase, List<Diagnostic> diagnostics) {

        public Reading {
            diagnostics = List.copyOf(diagnostics);
            if (testCase.isPresent() == diagnostics.stream().anyMatch(Diagnostic::isError)) {
                throw new IllegalArgumentException("there is a case exactly where there are no errors");
            }
        }
    }

    /** Reads a test file and finds everything that is wrong with it at once; never throws for what a file contains. */
    public static Reading read(Path file) {
        return TestCaseReader.read(file);
    }

    Projection projection() {
        return new Projection(paths(select), paths(ignores));
    }

    private static List<DotPath> paths(List<String> texts) {
        return texts.stream()
                .map(text -> DotPath.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("not a path: '" + text + "'")))
                .toList();
    }
}
