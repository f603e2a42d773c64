package dev.leat.dataflow.simulation;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.simulation.Plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** One seed from its beginning to its end, through as many lives of the process as it takes. */
final class Simulation {

    private static final int MOST_LIVES = 50;

    final Scenario scenario;
    final SplittableRandom random;
    final Trace trace = new Trace();
    final SimulatedClock clock = new SimulatedClock();
    final SimulatedDisk disk;
    final List<SimulatedSource.Backlog> backlogs;
    final Map<String, SimulatedSink.Outside> outsides = new LinkedHashMap<>();
    final List<Output> lost = new ArrayList<>();
    int crashesLeft;
    int stopsLeft;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
        this.random = new SplittableRandom(~scenario.seed());
        this.disk = new SimulatedDisk(random.split());
        this.crashesLeft = scenario.crashes();
        this.stopsLeft = scenario.stops();
        this.backlogs =
                scenario.feeders().stream().map(SimulatedSource.Backlog::new).toList();
        for (Plan.Outlet outlet : scenario.plan().outlets()) {
            outsides.put(outlet.name(), new SimulatedSink.Outside(outlet.name(), outlet.restorable(), outlet::fails));
        }
        if (scenario.plan().deadLetters()) {
            outsides.put(
                    Plan.DEAD,
                    new SimulatedSink.Outside(Plan.DEAD, scenario.plan().deadRestorable(), text -> false));
        }
    }

    /**
     * Runs a seed.
     *
     * @return all that happened
     * @throws AssertionError that says what did not hold, and how to see it again
     */
    static List<String> run(long seed) {
        Simulation simulation = new Simulation(Scenarios.of(seed));
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError | StackOverflowError wrong) {
            throw new AssertionError(
                    wrong + "\n" + simulation.scenario + "\n" + simulation.trace.end()
                            + "\nAgain: ./check --simulate 1 --seed " + seed,
                    wrong);
        }
        return simulation.trace.lines();
    }

    private void run() {
        Verdict verdict = new Verdict(scenario, Reference.of(scenario));
        for (int lives = 1; ; lives++) {
            if (lives > MOST_LIVES) {
                throw new AssertionError("it takes more than " + MOST_LIVES + " lives");
            }
            Life life = new Life(this);
            Life.End end = life.live(verdict);
            trace.add("life " + lives + " ends: " + end + "; " + disk.content());
            if (end == Life.End.CRASHED) {
                life.crash();
                disk.crash();
            } else if (end == Life.End.FINISHED) {
                verdict.check(outsides);
                if (lives == 1) {
                    verdict.checkLost(lost);
                    verdict.checkOrder(life.watch().moves, life.order());
                }
                if (stopsLeft == 0) {
                    break;
                }
                stopsLeft--;
            }
        }
        for (SimulatedSource.Backlog backlog : backlogs) {
            if (backlog.feeder.broker()
                    && backlog.acknowledged.cardinality()
                            < backlog.feeder.arrivals().size()) {
                throw new AssertionError(
                        backlog.feeder.name() + ": only " + backlog.acknowledged + " were acknowledged in the end");
            }
        }
    }

    void report(Fault fault) {
        if (fault instanceof Fault.RecordDropped(String operation, var record, var reason)) {
            lost.add(Output.lost(operation, record));
        } else {
            throw new AssertionError(fault.toString(), fault.reason());
        }
    }

    /** The graph, with these sources and sinks. */
    static Dataflow dataflow(
            Plan plan,
            Function<String, SimulatedSource> sources,
            Function<String, SimulatedSink> sinks,
            BooleanSupplier breaking) {
        Dataflow.Builder builder = Dataflow.builder("simulated");
        plan.sources().forEach(name -> builder.source(name, () -> sources.apply(name)));
        for (Plan.Place place : plan.places()) {
            List<String> arms = place.step() instanceof Step.Branch ? Operators.BRANCH_ARMS : List.of("");
            builder.operator(place.name(), arms, () -> Steps.operator(place.name(), place.step(), breaking));
        }
        plan.outlets().forEach(outlet -> builder.sink(outlet.name(), () -> sinks.apply(outlet.name())));
        if (plan.deadLetters()) {
            builder.deadLetters(Plan.DEAD, () -> sinks.apply(Plan.DEAD));
        }
        plan.places()
                .forEach(
                        place -> place.feeds().forEach(feed -> builder.connect(feed.from(), feed.arm(), place.name())));
        plan.outlets()
                .forEach(outlet ->
                        outlet.feeds().forEach(feed -> builder.connect(feed.from(), feed.arm(), outlet.name())));
        return builder.build();
    }
}
