package dev.leat.graph.diagnostic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what is found about one file, so that a user sees everything at once. Keeps the first {@value #MOST} findings
 * and counts the rest: a hostile file cannot fill the memory with complaints about it. For one thread.
 */
public final class Findings {

    /** How many findings about one file are kept. */
    public static final int MOST = 500;

    private static final int MOST_GUESSES = 100;

    private final List<Diagnostic> kept = new ArrayList<>();
    private int dropped;
    private boolean droppedError;
    private int guesses;

    /** Adds a finding with the severity that its kind usually has. */
    public void report(Problem problem, Position position, String message, String hint) {
        report(new Diagnostic(problem, position, message, hint));
    }

    public void report(Diagnostic diagnostic) {
        if (isFull()) {
            dropped++;
            droppedError |= diagnostic.isError();
        } else {
            kept.add(diagnostic);
        }
    }

    /**
     * {@link Nearest#to} for the first {@value #MOST_GUESSES} guesses about the file: after those, a guess helps nobody,
     * and a hostile file could multiply what it costs.
     */
    public Optional<String> nearest(String word, Collection<String> candidates) {
        return mayGuess() ? Nearest.to(word, candidates) : Optional.empty();
    }

    /** {@link Nearest#typoOf}, within the same number of guesses. */
    public Optional<String> typoOf(String word, Collection<String> candidates) {
        return mayGuess() ? Nearest.typoOf(word, candidates) : Optional.empty();
    }

    private boolean mayGuess() {
        guesses++;
        return guesses <= MOST_GUESSES;
    }

    private boolean isFull() {
        return kept.size() == MOST;
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
