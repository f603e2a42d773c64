package dev.leat.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a case.
 *
 * @param name of the case; of the file where it could not be read
 * @param file the test file
 * @param duration how long it took, loading of modules included
 * @param failure why it failed; empty where it passed
 * @param notes what else happened that may explain the result: records that were lost, what modules complained about,
 *     paths that find nothing
 */
public record TestResult(String name, Path file, Duration duration, Optional<Failure> failure, List<String> notes) {

    public TestResult {
        notes = List.copyOf(notes);
    }

    /**
     * Why a case failed.
     *
     * @param reason starts with the code of the problem, or of each of them on lines of their own
     * @param differences where the output is not as expected; empty where it did not come to comparing
     */
    public record Failure(String reason, List<Difference> differences) {

        public Failure {
            differences = List.copyOf(differences);
        }
    }

    public boolean passed() {
        return failure.isEmpty();
    }
}
