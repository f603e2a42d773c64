package dev.leat.graph.diagnostic;

import java.util.Comparator;

/**
 * One finding about what a user wrote.
 *
 * @param problem the kind of finding
 * @param severity how much it matters here
 * @param position the scalar or key that is to be changed
 * @param message one sentence that says what is wrong, with the names that were written
 * @param hint what to do about it; never empty
 */
public record Diagnostic(Problem problem, Severity severity, Position position, String message, String hint)
        implements Comparable<Diagnostic> {

    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::position)
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message)
            .thenComparing(Diagnostic::hint);

    /** A finding with the severity that its kind usually has. */
    public Diagnostic(Problem problem, Position position, String message, String hint) {
        this(problem, problem.severity(), position, message, hint);
    }

    /** The code as users see it, such as {@code LEAT-GRAPH-012}. */
    public String code() {
        return problem.code();
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The two lines that a terminal shows: {@code file:line:column: error CODE: message}, then the hint. */
    public String render() {
        return position + ": " + severity.label() + " " + code() + ": " + message + "\n  hint: " + hint;
    }

    /** The same as plain values, for JSON and tables. */
    public DiagnosticRow toRow() {
        return new DiagnosticRow(
                code(),
                severity.label(),
                problem.title(),
                position.file(),
                position.line(),
                position.column(),
                message,
                hint);
    }

    /** By position; at one position the gravest first. */
    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return render();
    }
}
