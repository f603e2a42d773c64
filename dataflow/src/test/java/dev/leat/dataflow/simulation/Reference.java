package dev.leat.dataflow.simulation;

import dev.leat.dataflow.simulation.Plan.Feed;
import dev.leat.dataflow.simulation.Plan.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must come out of a scenario: each operation gets all of its records at once, and groups are made of all there are.
 * It shares no code with the kernel, knows nothing of arrival, frontiers, capacities or crashes, but for which records
 * were late: that is a matter of the order in which their own source brings them.
 */
final class Reference {

    private record Item(
            long physical,
            long counter,
            String node,
            boolean message,
            long dataMillis,
            long dataCounter,
            String dataNode,
            String origin,
            String text) {

        /** Messages come before bytes; what is the same in all values here is left out. */
        static final Comparator<Item> ORDER = Comparator.comparingLong(Item::physical)
                .thenComparingLong(Item::counter)
                .thenComparing(Item::node)
                .thenComparing(item -> !item.message)
                .thenComparingLong(Item::dataMillis)
                .thenComparingLong(Item::dataCounter)
                .thenComparing(Item::dataNode)
                .thenComparing(Item::text)
                .thenComparing(Item::origin);

        Item with(String text) {
            return new Item(physical, counter, node, message, dataMillis, dataCounter, dataNode, origin, text);
        }

        Item at(long physical, long counter, String node) {
            return new Item(physical, counter, node, message, dataMillis, dataCounter, dataNode, origin, text);
        }

        Output output() {
            return Output.of(
                    physical,
                    counter,
                    node,
                    "",
                    message ? Output.message(dataMillis, dataCounter, dataNode, origin) : "bytes",
                    text);
        }

        /** A dead letter is a message, whatever was lost; bytes have the record's time in it. */
        Output lost(String operation) {
            return Output.of(
                    physical,
                    counter,
                    node,
                    operation,
                    message
                            ? Output.message(dataMillis, dataCounter, dataNode, origin)
                            : Output.message(physical, counter, node, ""),
                    text);
        }
    }

    private final Scenario scenario;
    private final Map<Feed, List<Item>> ends = new HashMap<>();
    private final List<Output> lost = new ArrayList<>();

    private Reference(Scenario scenario) {
        this.scenario = scenario;
    }

    /** What each sink gets in the end, in no order. What was lost is under {@link Plan#DEAD}. */
    static Map<String, List<Output>> of(Scenario scenario) {
        return new Reference(scenario).evaluate();
    }

    private Map<String, List<Output>> evaluate() {
        scenario.feeders().forEach(this::feed);
        for (Plan.Place place : scenario.plan().places()) {
            work(place, collect(place.feeds()));
        }
        Map<String, List<Output>> outputs = new LinkedHashMap<>();
        for (Plan.Outlet outlet : scenario.plan().outlets()) {
            List<Output> delivered = new ArrayList<>();
            for (Item item : collect(outlet.feeds())) {
                if (outlet.fails(item.text())) {
                    lost.add(item.lost(outlet.name()));
                } else {
                    delivered.add(item.output());
                }
            }
            outputs.put(outlet.name(), delivered);
        }
        outputs.put(Plan.DEAD, lost);
        return outputs;
    }

    private List<Item> collect(List<Feed> feeds) {
        List<Item> items = new ArrayList<>();
        feeds.forEach(feed -> items.addAll(ends.getOrDefault(feed, List.of())));
        return items;
    }

    private void emit(String operation, String arm, Item item) {
        ends.computeIfAbsent(new Feed(operation, arm), feed -> new ArrayList<>())
                .add(item);
    }

    private void feed(Scenario.Feeder feeder) {
        long latest = Long.MIN_VALUE / 2;
        for (Scenario.Arrival arrival : feeder.arrivals()) {
            Item item = new Item(
                    arrival.physical(),
                    arrival.counter(),
                    arrival.node(),
                    arrival.message(),
                    arrival.message() ? arrival.physical() : 0,
                    arrival.message() ? arrival.counter() : 0,
                    arrival.message() ? arrival.node() : "",
                    arrival.message() ? feeder.name() : "",
                    arrival.text());
            long frontier = latest - scenario.lateness();
            if (scenario.drifting() && item.physical() > Scenario.FAR) {
                lost.add(item.lost(feeder.name()));
            } else if (item.physical() >= frontier) {
                latest = Math.max(latest, item.physical());
                emit(feeder.name(), "", item);
            } else {
                switch (scenario.late()) {
                    case DELIVER -> emit(feeder.name(), "", item.at(frontier, 0, item.node()));
                    case DEAD_LETTER -> lost.add(item.lost(feeder.name()));
                    case DROP -> {}
                }
            }
        }
    }

    private void work(Plan.Place place, List<Item> items) {
        String name = place.name();
        if (place.step() instanceof Step.Accumulate accumulate) {
            group(name, accumulate, items);
            return;
        }
        for (Item item : items) {
            String text = item.text();
            switch (place.step()) {
                case Step.Map(long salt, int failing) -> {
                    if (failing > 0 && Text.choice(salt, text, failing) == 0) {
                        lost.add(item.lost(name));
                    } else {
                        emit(name, "", item.with(name + "(" + text + ")"));
                    }
                }
                case Step.Filter(long salt) -> {
                    if (Text.choice(salt, text, 3) > 0) {
                        emit(name, "", item);
                    }
                }
                case Step.Branch(long salt) -> emit(name, Text.choice(salt, text, 2) == 0 ? "False" : "True", item);
                case Step.Copies(long salt, int most, int failing) -> {
                    int copies = Text.choice(salt, text, most + 1);
                    for (int i = 0; i < copies; i++) {
                        emit(name, "", item.with(name + "." + i + "(" + text + ")"));
                    }
                    if (failing > 0 && Text.choice(~salt, text, failing) == 0) {
                        lost.add(item.lost(name));
                    }
                }
                case Step.Concatenate() -> emit(name, "", item);
                case Step.Window(long millis) ->
                    emit(name, "", item.at((item.physical() / millis + 1) * millis, 0, "w"));
                case Step.Shift(long millis) ->
                    emit(name, "", millis <= 0 ? item : item.at(item.physical() + millis, item.counter(), item.node()));
                case Step.Hold(long millis) ->
                    emit(
                            name,
                            "",
                            item.at(item.physical() + millis, item.counter(), item.node())
                                    .with(name + "(" + text + ")"));
                case Step.Accumulate accumulate -> throw new IllegalStateException("has its own way");
            }
        }
    }

    private void group(String name, Step.Accumulate step, List<Item> items) {
        Map<String, List<Item>> groups = new TreeMap<>();
        for (Item item : items) {
            groups.computeIfAbsent(item.physical() + "." + item.counter(), key -> new ArrayList<>())
                    .add(item);
        }
        groups.forEach((time, group) -> {
            group.sort(Item.ORDER);
            String head = name + "@" + time;
            List<String> members = new ArrayList<>();
            for (int from = 0; from < group.size(); from += step.batch()) {
                List<Item> batch = group.subList(from, Math.min(group.size(), from + step.batch()));
                if (step.fails(head, batch.getFirst().text())) {
                    batch.forEach(item -> lost.add(item.lost(name)));
                } else {
                    batch.forEach(item -> members.add(item.text()));
                }
            }
            if (!members.isEmpty()) {
                Item first = group.getFirst();
                emit(
                        name,
                        "",
                        new Item(
                                first.physical(),
                                first.counter(),
                                first.node(),
                                true,
                                first.physical(),
                                first.counter(),
                                first.node(),
                                first.origin(),
                                head + "{" + String.join(",", members) + "}"));
            }
        });
    }
}
