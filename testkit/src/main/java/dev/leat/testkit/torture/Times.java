package dev.leat.testkit.torture;

import dev.leat.dataflow.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Other times, and other orders, for the records of a torture. */
final class Times {

    /** As many as four records have. */
    private static final int MOST_ORDERS = 24;

    private record Instant(long physical, long counter) {}

    private Times() {}

    /** All at the time of the first, but for the nodes' ids. */
    static List<Entry> equal(List<Entry> entries) {
        Timestamp first = entries.getFirst().time();
        return entries.stream()
                .map(entry -> entry.at(new Timestamp(
                        first.physical(), first.counter(), entry.time().nodeId())))
                .toList();
    }

    /** The same times, dealt so that every second record comes behind one that is later: from the middle, and from the start. */
    static List<Entry> late(List<Entry> entries) {
        List<Timestamp> sorted =
                new ArrayList<>(entries.stream().map(Entry::time).toList());
        sorted.sort(null);
        List<Entry> late = new ArrayList<>();
        int early = 0;
        int middle = entries.size() / 2;
        for (int i = 0; i < entries.size(); i++) {
            boolean fromMiddle = middle < entries.size() && (i % 2 == 0 || early == entries.size() / 2);
            late.add(entries.get(i).at(sorted.get(fromMiddle ? middle++ : early++)));
        }
        return late;
    }

    /**
     * Other orders of the records that have the same physical time and counter: all, where no more than four do; else some,
     * the same each time.
     */
    static List<List<Entry>> orders(List<Entry> entries) {
        Map<Instant, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Timestamp time = entries.get(i).time();
            groups.computeIfAbsent(new Instant(time.physical(), time.counter()), key -> new ArrayList<>())
                    .add(i);
        }
        int largest = groups.values().stream().mapToInt(List::size).max().orElse(0);
        int count = largest >= 4 ? MOST_ORDERS : largest == 3 ? 6 : largest == 2 ? 2 : 1;
        List<List<Entry>> orders = new ArrayList<>();
        for (int number = 1; number < count; number++) {
            List<Entry> order = new ArrayList<>(entries);
            for (List<Integer> places : groups.values()) {
                List<Integer> from = order(places, number);
                for (int i = 0; i < places.size(); i++) {
                    // The time stays where it is: what is late, and what is complete, is as it was.
                    order.set(places.get(i), entries.get(from.get(i)));
                }
            }
            orders.add(order);
        }
        return orders;
    }

    private static List<Integer> order(List<Integer> places, int number) {
        List<Integer> left = new ArrayList<>(places);
        if (places.size() > 4) {
            Collections.shuffle(left, new Random(number));
            return left;
        }
        List<Integer> order = new ArrayList<>();
        int rest = number;
        while (!left.isEmpty()) {
            order.add(left.remove(rest % left.size()));
            rest /= left.size() + 1;
        }
        return order;
    }
}
