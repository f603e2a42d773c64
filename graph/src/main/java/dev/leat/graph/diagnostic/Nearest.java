package dev.leat.graph.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word a misspelled one was meant to be. */
public final class Nearest {

    /** More candidates than this are not looked at, and longer words are not compared: a guess must stay cheap. */
    private static final int MOST_CANDIDATES = 500;

    private static final int LONGEST_WORD = 64;

    private static final int MOST_EDITS_OF_A_TYPO = 2;

    private Nearest() {}

    /**
     * The candidate with the fewest edits (insert, delete, replace, swap neighbours; case does not count) from the word,
     * if that is at most a third of the longer of the two. Of equally near ones the first.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        record Guess(String candidate, int edits) {}
        return candidates.stream()
                .limit(MOST_CANDIDATES)
                .filter(candidate -> mayBeNear(word, candidate))
                .map(candidate -> new Guess(candidate, edits(fold(word), fold(candidate))))
                .filter(guess -> guess.edits() <= allowance(word, guess.candidate()))
                .min(Comparator.comparingInt(Guess::edits))
                .map(Guess::candidate);
    }

    /**
     * The nearest candidate where the word is hardly anything but that one mistyped: at most two edits away. Good enough
     * to go on with after the mistake was reported, so that one slip of a finger is one finding.
     */
    public static Optional<String> typoOf(String word, Collection<String> candidates) {
        return to(word, candidates).filter(candidate -> edits(fold(word), fold(candidate)) <= MOST_EDITS_OF_A_TYPO);
    }

    private static boolean mayBeNear(String word, String candidate) {
        return !word.isEmpty()
                && !candidate.isEmpty()
                && Math.max(word.length(), candidate.length()) <= LONGEST_WORD
                && Math.abs(word.length() - candidate.length()) <= allowance(word, candidate);
    }

    private static int allowance(String word, String candidate) {
        return Math.max(1, Math.max(word.length(), candidate.length()) / 3);
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** The optimal string alignment distance. */
    static int edits(String left, String right) {
        int[] beforePrevious = new int[right.length() + 1];
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                boolean same = left.charAt(row - 1) == right.charAt(column - 1);
                int best = Math.min(
                        previous[column - 1] + (same ? 0 : 1), Math.min(previous[column], current[column - 1]) + 1);
                if (row > 1
                        && column > 1
                        && left.charAt(row - 1) == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1)) {
                    best = Math.min(best, beforePrevious[column - 2] + 1);
                }
                current[column] = best;
            }
            int[] spare = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = spare;
        }
        return previous[right.length()];
    }
}
