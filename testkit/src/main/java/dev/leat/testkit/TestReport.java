package dev.leat.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes results as text: a line for each case, {@code ok NAME (12 ms)} or {@code FAILED NAME (12 ms)} with the reason
 * indented below, and as the last line {@code N passed, N failed}. For one thread.
 */
public final class TestReport {

    private static final int MOST_DIFFERENCES = 20;
    private static final int MOST_NOTES = 20;

    private final Appendable out;
    private int passed;
    private int failed;

    public TestReport(Appendable out) {
        this.out = out;
    }

    public void add(TestResult result) {
        String name = OneLine.of(result.name());
        String time = " (" + result.duration().toMillis() + " ms)";
        if (result.passed()) {
            passed++;
            line("ok " + name + time);
        } else {
            failed++;
            line("FAILED " + name + time);
        }
        result.failure().ifPresent(this::write);
        writeAtMost(
                MOST_NOTES, result.notes().stream().map(note -> "note: " + note).toList(), "notes");
    }

    private void write(TestResult.Failure failure) {
        failure.reason().lines().forEach(text -> line("  " + OneLine.of(text)));
        writeAtMost(
                MOST_DIFFERENCES,
                failure.differences().stream().map(Difference::toString).toList(),
                "differences");
    }

    private void writeAtMost(int most, List<String> texts, String what) {
        texts.stream().limit(most).forEach(text -> line("  " + OneLine.of(text)));
        if (texts.size() > most) {
            line("  and " + (texts.size() - most) + " more " + what);
        }
    }

    /** Writes the last line; nothing is added after it. */
    public void finish() {
        line(passed + " passed, " + failed + " failed");
    }

    public int passed() {
        return passed;
    }

    public int failed() {
        return failed;
    }

    private void line(String text) {
        try {
            out.append(text).append('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException("the report cannot be written", failure);
        }
    }
}
