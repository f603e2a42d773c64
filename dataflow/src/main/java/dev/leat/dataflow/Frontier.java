package dev.leat.dataflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The least timestamp that may still arrive on an edge.
 *
 * <p>Frontiers only ever advance, from {@link #BEGIN}, where everything may still arrive, to {@link #END}, where nothing
 * may. A record behind the frontier is late.
 */
public final class Frontier implements Comparable<Frontier> {

    /** Any timestamp may still arrive. */
    public static final Frontier BEGIN = new Frontier(-1, null);

    /** Nothing will arrive any more. */
    public static final Frontier END = new Frontier(1, null);

    private final int rank;
    private final @Nullable Timestamp least;

    private Frontier(int rank, @Nullable Timestamp least) {
        this.rank = rank;
        this.least = least;
    }

    /** Timestamps from this one on may still arrive, this one included. */
    public static Frontier at(Timestamp least) {
        return new Frontier(0, least);
    }

    public boolean isEnd() {
        return rank > 0;
    }

    /** The least timestamp that may still arrive; empty at {@link #BEGIN} and {@link #END}. */
    public Optional<Timestamp> timestamp() {
        return Optional.ofNullable(least);
    }

    /** Whether nothing can arrive any more at this timestamp. */
    public boolean hasPassed(Timestamp timestamp) {
        return least == null ? rank > 0 : timestamp.compareTo(least) < 0;
    }

    /** The earlier of the two: the frontier of what is merged from both. */
    public Frontier min(Frontier other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(Frontier other) {
        return least == null || other.least == null ? Integer.compare(rank, other.rank) : least.compareTo(other.least);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frontier frontier && compareTo(frontier) == 0;
    }

    @Override
    public int hashCode() {
        return least == null ? rank : least.hashCode();
    }

    @Override
    public String toString() {
        return least == null ? (rank > 0 ? "END" : "BEGIN") : least.toString();
    }
}
