package dev.leat.dataflow.simulation;

import dev.leat.dataflow.Worker;
import dev.leat.dataflow.WorkerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what came out with what the reference says. */
final class Verdict {

    private static final int SHOWN = 8;

    private final Scenario scenario;
    private final Map<String, List<Output>> expected;

    Verdict(Scenario scenario, Map<String, List<Output>> expected) {
        this.scenario = scenario;
        this.expected = expected;
    }

    /** What is at the sinks is what must be there: exactly, or at least. */
    void check(Map<String, SimulatedSink.Outside> outsides) {
        outsides.forEach((name, outside) -> {
            List<Output> all = expected.getOrDefault(name, List.of());
            if (scenario.isExact()) {
                checkSame(name, outside.outputs, all);
            } else {
                checkNothingMissing(name, outside.outputs, all);
            }
        });
    }

    /** Each lost record was reported once. */
    void checkLost(List<Output> lost) {
        checkSame("faults", lost, expected.getOrDefault(Plan.DEAD, List.of()));
    }

    private static Map<String, Integer> count(List<Output> outputs) {
        Map<String, Integer> counts = new TreeMap<>();
        outputs.forEach(output -> counts.merge(output.all(), 1, Integer::sum));
        return counts;
    }

    private static void checkSame(String name, List<Output> actual, List<Output> all) {
        Map<String, Integer> surplus = count(actual);
        count(all).forEach((output, times) -> surplus.merge(output, -times, Integer::sum));
        surplus.values().removeIf(times -> times == 0);
        if (!surplus.isEmpty()) {
            List<String> lines = new ArrayList<>();
            surplus.forEach((output, times) ->
                    lines.add((times < 0 ? "missing " + -times : "too many by " + times) + ": " + output));
            throw new AssertionError(name + ", " + surplus.size() + " differences:\n    "
                    + String.join("\n    ", lines.subList(0, Math.min(SHOWN, lines.size()))));
        }
    }

    /** Each expected output is there as often as it should be; groups may have more members, and members twice. */
    private static void checkNothingMissing(String name, List<Output> actual, List<Output> all) {
        Map<String, List<Output>> byTime = new HashMap<>();
        actual.forEach(output ->
                byTime.computeIfAbsent(time(output), time -> new ArrayList<>()).add(output));
        Map<String, Integer> times = count(all);
        for (Output output : all) {
            long found = byTime.getOrDefault(time(output), List.of()).stream()
                    .filter(candidate -> candidate.covers(output))
                    .count();
            int due = times.getOrDefault(output.all(), 0);
            if (found < due) {
                throw new AssertionError(name + " lacks " + (due - found) + " of " + due + ": " + output.all());
            }
        }
    }

    private static String time(Output output) {
        return output.physical() + ":" + output.counter();
    }

    /**
     * With all the room in the world, and one record at a time in the order in which they were taken, each sink gets the
     * same in the same order.
     */
    void checkOrder(List<Watch.Move> moves, Map<String, List<String>> order) {
        Trace trace = new Trace();
        Map<String, SimulatedSource> sources = new LinkedHashMap<>();
        scenario.feeders()
                .forEach(feeder -> sources.put(
                        feeder.name(), new SimulatedSource(new SimulatedSource.Backlog(feeder), false, -1, trace)));
        Map<String, SimulatedSink> sinks = new LinkedHashMap<>();
        scenario.plan().outlets().forEach(outlet -> sinks.put(outlet.name(), sink(outlet, trace)));
        sinks.put(
                Plan.DEAD,
                new SimulatedSink(
                        new SimulatedSink.Outside(Plan.DEAD, false, text -> false),
                        new SimulatedSink.Manner(0, false, true, true),
                        trace));
        SimulatedClock clock = new SimulatedClock();
        try (Worker worker = new Worker(
                Simulation.dataflow(scenario.plan(), sources::get, sinks::get, () -> false),
                WorkerOptions.DEFAULT
                        .withCapacities(1 << 10, 1 << 20)
                        .withFaults(fault -> {})
                        .withTime(Life.policy(scenario))
                        .withClock(clock))) {
            worker.start();
            for (Watch.Move move : moves) {
                boolean took = switch (move) {
                    case Watch.Move.Taken(String source) ->
                        scenario.drifting() // such records count as not taken
                                ? source(sources, source).offerBeforeFar()
                                : source(sources, source).offer();
                    case Watch.Move.Advanced(String source, var frontier) ->
                        frontier.isEnd()
                                ? source(sources, source).finish(Scenario.Ending.END)
                                : source(sources, source).advance(frontier.millis());
                };
                if (!took) {
                    throw new AssertionError("not taken: " + move);
                }
                while (worker.doWork() > 0) {}
            }
            boolean loose =
                    scenario.drifting() || scenario.plan().outlets().stream().anyMatch(outlet -> outlet.failing() > 0);
            order.forEach((name, taken) -> {
                // When a sink says that it failed, and when a refused record came, is not known here.
                if (!name.equals(Plan.DEAD) || !loose) {
                    checkOrder(name, taken, sinks.get(name).order());
                }
            });
        }
    }

    private static SimulatedSink sink(Plan.Outlet outlet, Trace trace) {
        return new SimulatedSink(
                new SimulatedSink.Outside(outlet.name(), false, outlet::fails),
                new SimulatedSink.Manner(0, false, true, true),
                trace);
    }

    private static SimulatedSource source(Map<String, SimulatedSource> sources, String name) {
        SimulatedSource source = sources.get(name);
        if (source == null) {
            throw new IllegalStateException("no source " + name);
        }
        return source;
    }

    private static void checkOrder(String name, List<String> actual, List<String> straight) {
        for (int i = 0; i < Math.min(actual.size(), straight.size()); i++) {
            if (!actual.get(i).equals(straight.get(i))) {
                throw new AssertionError(name + ": record " + i + " depends on capacities or timing:\n    "
                        + actual.get(i) + "\n    instead of " + straight.get(i));
            }
        }
        if (actual.size() != straight.size()) {
            throw new AssertionError(name + " took " + actual.size() + ", and " + straight.size() + " in one go");
        }
    }
}
