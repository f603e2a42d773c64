package dev.leat.graph.diagnostic;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what is found about one file, so that a user sees everything at once. Keeps the first {@value #MOST} findings
 * and counts the rest: a hostile file cannot fill the memory with complaints about it. For one thread.
 */
public final class Findings {

    /** How many findings about one file are kept. */
    public static final int MOST = 500;

    private final List<Diagnostic> kept = new ArrayList<>();
    private int dropped;
    private boolean droppedError;

    /** Adds a finding with the severity that its kind usually has. */
    public void report(Problem problem, Position position, String message, String hint) {
        report(new Diagnostic(problem, position, message, hint));
    }

    public void report(Diagnostic diagnostic) {
        if (kept.size() < MOST) {
            kept.add(diagnostic);
        } else {
            dropped++;
            droppedError |= diagnostic.isError();
        }
    }

    public boolean hasErrors() {
        return droppedError || kept.stream().anyMatch(Diagnostic::isError);
    }

    /** All findings once each, by position; where some were left out, the last says how many. */
    public List<Diagnostic> sorted() {
        List<Diagnostic> sorted =
                new ArrayList<>(kept.stream().distinct().sorted().toList());
        if (dropped > 0) {
            sorted.add(new Diagnostic(
                    GraphProblem.TOO_MANY_FINDINGS,
                    droppedError ? Severity.ERROR : GraphProblem.TOO_MANY_FINDINGS.severity(),
                    sorted.getLast().position(),
                    dropped + " more findings in this file are not shown.",
                    "Correct the ones above first, then look again."));
        }
        return List.copyOf(sorted);
    }
}
