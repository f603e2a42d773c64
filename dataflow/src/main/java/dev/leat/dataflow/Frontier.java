package dev.leat.dataflow;

/**
 * The least timestamp that may still arrive at a place of a graph. Frontiers move in whole milliseconds, and only ever
 * forward: from {@link #BEGIN}, where everything may still arrive, to {@link #END}, where nothing may.
 *
 * @param millis the least physical time that may still arrive
 */
public record Frontier(long millis) implements Comparable<Frontier> {

    /** Any timestamp may still arrive. */
    public static final Frontier BEGIN = new Frontier(Long.MIN_VALUE);

    /** Nothing will arrive any more. */
    public static final Frontier END = new Frontier(Long.MAX_VALUE);

    /** Timestamps of this millisecond and later ones may still arrive. */
    public static Frontier at(long millis) {
        return new Frontier(millis);
    }

    public boolean isEnd() {
        return millis == Long.MAX_VALUE;
    }

    /** Whether nothing can arrive any more at this timestamp. */
    public boolean hasPassed(Timestamp timestamp) {
        return timestamp.physical() < millis || isEnd();
    }

    /** The earlier of the two: the frontier of what is merged from both. */
    public Frontier min(Frontier other) {
        return millis <= other.millis ? this : other;
    }

    @Override
    public int compareTo(Frontier other) {
        return Long.compare(millis, other.millis);
    }

    @Override
    public String toString() {
        return millis == Long.MIN_VALUE ? "BEGIN" : isEnd() ? "END" : Long.toString(millis);
    }
}
