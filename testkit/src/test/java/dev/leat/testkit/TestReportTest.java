package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The report is a line a case and a count at the end, and nothing in it can pass for something else. */
final class TestReportTest {

    private static TestResult result(String name, Optional<TestResult.Failure> failure, String... notes) {
        return new TestResult(name, Path.of("a.test.yaml"), Duration.ofMillis(12), failure, List.of(notes));
    }

    private static String report(TestResult... results) {
        StringBuilder text = new StringBuilder();
        TestReport report = new TestReport(text);
        List.of(results).forEach(report::add);
        report.finish();
        return text.toString();
    }

    @Test
    void eachCaseHasALineAndTheLastLineCounts() {
        Difference difference = new Difference("payload.value", Optional.of("1"), Optional.empty());
        assertThat(report(
                        result("one", Optional.empty()),
                        result("two", Optional.of(new TestResult.Failure("X-1: because\n  hint", List.of(difference)))),
                        result("three", Optional.empty(), "a record was lost")))
                .isEqualTo("""
                        ok one (12 ms)
                        FAILED two (12 ms)
                          X-1: because
                            hint
                          payload.value: expected 1, got nothing
                        ok three (12 ms)
                          note: a record was lost
                        2 passed, 1 failed
                        """);
    }

    @Test
    void noCasesAreCountedToo() {
        assertThat(report()).isEqualTo("0 passed, 0 failed\n");
    }

    @Test
    void namesCannotForgeLinesOrTerminalCodes() {
        assertThat(report(result("a\nok b (1 ms)\u001b[31m", Optional.empty())))
                .isEqualTo("ok a\\nok b (1 ms)\\u001b[31m (12 ms)\n1 passed, 0 failed\n");
    }

    @Test
    void manyDifferencesAreCounted() {
        Difference difference = new Difference("a", Optional.of("\"" + "x".repeat(1000) + "\""), Optional.of("2"));
        TestResult.Failure failure = new TestResult.Failure("because", Collections.nCopies(25, difference));
        assertThat(report(result("a", Optional.of(failure))).lines())
                .hasSize(1 + 1 + 20 + 1 + 1)
                .contains("  and 5 more differences")
                .allMatch(line -> line.length() < 400);
    }
}
