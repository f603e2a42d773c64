package dev.leat.dataflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The times that operators of a flow wait for, each with the right to emit at that time and later.
 *
 * <p>Since times are totally ordered and graphs have no cycles, the least time waited for, at the operator that stands
 * first, can be held back by nothing but sources: whatever waits before it would be less. So it is due when the frontiers
 * of the sources that reach it have passed it, and operators need no frontiers of their own. One that waits for nothing
 * costs nothing.
 */
final class Agenda {

    /** A time waited for. */
    record Entry(Timestamp time, OperatorNode node) {}

    /** Within a millisecond, what stands first in the graph goes first: what it emits may be waited for behind it. */
    private static final Comparator<Entry> ORDER = Comparator.<Entry>comparingLong(
                    entry -> entry.time().physical())
            .thenComparingInt(entry -> entry.node().index())
            .thenComparing(Entry::time);

    /** The operators that the same sources reach, and what they wait for. */
    static final class Reach {

        private final SourceNode[] sources;
        /** Those that came in order, which is the usual way. */
        private final ArrayDeque<Entry> ascending = new ArrayDeque<>();

        private final PriorityQueue<Entry> others = new PriorityQueue<>(ORDER);

        private Reach(List<SourceNode> sources) {
            this.sources = sources.toArray(SourceNode[]::new);
        }

        /** The least physical time that may still arrive. */
        private long frontier() {
            long least = Long.MAX_VALUE;
            for (SourceNode source : sources) {
                least = Math.min(least, source.frontier());
            }
            return least;
        }

        SourceNode[] sources() {
            return sources;
        }

        boolean isEmpty() {
            return ascending.isEmpty() && others.isEmpty();
        }

        private void add(Entry entry) {
            Entry last = ascending.peekLast();
            if (last == null || ORDER.compare(last, entry) <= 0) {
                ascending.add(entry);
            } else {
                others.add(entry);
            }
        }

        private @Nullable Entry peek() {
            Entry one = ascending.peek();
            Entry two = others.peek();
            return two == null || (one != null && ORDER.compare(one, two) <= 0) ? one : two;
        }

        @SuppressWarnings("ReferenceEquality") // the very entry
        private @Nullable Entry poll() {
            Entry head = peek();
            return head == ascending.peek() ? ascending.poll() : others.poll();
        }

        private void forEach(Consumer<Entry> action) {
            ascending.forEach(action);
            others.forEach(action);
        }

        /** Whether nothing can arrive any more at the least time waited for. */
        private boolean isDue() {
            Entry head = peek();
            return head != null && new Frontier(frontier()).hasPassed(head.time());
        }

        /** The least physical time waited for; the largest number where there is none. */
        long least() {
            Entry head = peek();
            return head == null ? Long.MAX_VALUE : head.time().physical();
        }
    }

    private final List<Reach> reaches = new ArrayList<>();

    private int size;

    /** The least physical time waited for; the largest number where there is none. */
    private long least = Long.MAX_VALUE;

    /** The place for operators that these sources reach. */
    Reach reach(List<SourceNode> sources) {
        for (Reach reach : reaches) {
            if (List.of(reach.sources).equals(sources)) {
                return reach;
            }
        }
        Reach reach = new Reach(sources);
        reaches.add(reach);
        return reach;
    }

    List<Reach> reaches() {
        return reaches;
    }

    void add(Reach reach, Timestamp time, OperatorNode node) {
        reach.add(new Entry(time, node));
        size++;
        least = Math.min(least, time.physical());
    }

    /** The least physical time waited for; the largest number where there is none. */
    long least() {
        return least;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean hasDue() {
        for (Reach reach : reaches) {
            if (reach.isDue()) {
                return true;
            }
        }
        return false;
    }

    /** Removes and returns what is due first; null where nothing is. */
    @Nullable
    Entry pollDue() {
        Reach first = null;
        for (Reach reach : reaches) {
            if (reach.isDue() && (first == null || isBefore(reach, first))) {
                first = reach;
            }
        }
        if (first == null) {
            return null;
        }
        Entry due = first.poll();
        size--;
        least = Long.MAX_VALUE;
        for (Reach reach : reaches) {
            least = Math.min(least, reach.least());
        }
        return due;
    }

    private static boolean isBefore(Reach reach, Reach other) {
        Entry one = reach.peek();
        Entry two = other.peek();
        return one != null && two != null && ORDER.compare(one, two) < 0;
    }

    /** Adds the times that are waited for, by the operators that wait. */
    void addTo(Map<OperatorNode, List<Timestamp>> times) {
        for (Reach reach : reaches) {
            reach.forEach(entry -> times.computeIfAbsent(entry.node(), node -> new ArrayList<>())
                    .add(entry.time()));
        }
    }
}
