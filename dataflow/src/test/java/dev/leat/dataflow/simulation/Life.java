package dev.leat.dataflow.simulation;

import dev.leat.dataflow.BrokenOperatorException;
import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Worker;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.state.StoredCheckpoints;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One life of the process: a worker, driven by chance for a while, then fairly until it ends, if no crash ends it. */
final class Life {

    /** Sources that follow the wall clock do so after this time. */
    private static final Duration IDLE = Duration.ofMillis(100);

    /** So many rounds in which nothing moves are the end of all movement. */
    private static final int QUIET_ROUNDS = 12;

    private static final int MOST_ROUNDS = 100_000;

    enum End {
        CRASHED,
        STOPPED,
        FINISHED
    }

    private final Simulation simulation;
    private final Scenario scenario;
    private final SplittableRandom random;
    private final Trace trace;
    private final Watch watch;
    private final Map<String, SimulatedSource> sources = new LinkedHashMap<>();
    private final Map<String, SimulatedSink> sinks = new LinkedHashMap<>();
    private final List<SimulatedSource> everySource;
    private final List<SimulatedSink> everySink;
    private final ArrayDeque<Runnable> writes = new ArrayDeque<>();
    private final Worker worker;
    private final int batch;

    Life(Simulation simulation) {
        this.simulation = simulation;
        this.scenario = simulation.scenario;
        this.random = simulation.random;
        this.trace = simulation.trace;
        this.watch = new Watch(trace);
        for (SimulatedSource.Backlog backlog : simulation.backlogs) {
            sources.put(
                    backlog.feeder.name(),
                    new SimulatedSource(
                            backlog, random.nextInt(3) == 0, random.nextBoolean() ? -1 : random.nextInt(20), trace));
        }
        simulation.outsides.forEach((name, outside) -> sinks.put(name, new SimulatedSink(outside, manner(), trace)));
        this.everySource = List.copyOf(sources.values());
        this.everySink = List.copyOf(sinks.values());
        this.batch = size(64);
        this.worker =
                new Worker(Simulation.dataflow(scenario.plan(), sources::get, sinks::get, this::breaks), options());
    }

    Watch watch() {
        return watch;
    }

    /** What each sink took, in order. */
    Map<String, List<String>> order() {
        Map<String, List<String>> order = new LinkedHashMap<>();
        sinks.forEach((name, sink) -> order.put(name, sink.order()));
        return order;
    }

    private SimulatedSink.Manner manner() {
        return new SimulatedSink.Manner(
                random.nextInt(3) == 0 ? 0 : size(40),
                random.nextInt(5) == 0,
                random.nextBoolean(),
                random.nextBoolean());
    }

    /** Often 1 or a little more, sometimes up to this. */
    private int size(int most) {
        return switch (random.nextInt(3)) {
            case 0 -> 1;
            case 1 -> 1 + random.nextInt(4);
            default -> 1 + random.nextInt(most);
        };
    }

    static TimePolicy policy(Scenario scenario) {
        return new TimePolicy(
                Duration.ofMillis(scenario.lateness()),
                scenario.late(),
                scenario.idle() ? Optional.of(IDLE) : Optional.empty(),
                scenario.drifting() ? Optional.of(Duration.ofMillis(Scenario.DRIFT)) : Optional.empty());
    }

    private WorkerOptions options() {
        WorkerOptions options = WorkerOptions.DEFAULT
                .withCapacities(size(64), size(32))
                .withFaults(simulation::report)
                .withTime(policy(scenario))
                .withClock(simulation.clock)
                .withObserver(watch);
        return scenario.checkpoints()
                ? options.withCheckpoints(new CheckpointOptions(
                        new StoredCheckpoints(simulation.disk, writes::add, () -> {}),
                        Duration.ofMillis(random.nextInt(60)),
                        Duration.ofMillis(random.nextInt(10))))
                : options;
    }

    /** Lives to an end; where that is the end of everything, the verdict is asked before the worker is told to stop. */
    End live(Verdict verdict) {
        try {
            simulation.disk.failures = 0;
            worker.start();
            simulation.clock.meanwhile = this::meanwhile;
            keepWallBehind();
            int steps = random.nextInt(random.nextBoolean() ? 100 : 800);
            for (int i = 0; i < steps && !worker.isDone(); i++) {
                if (step()) {
                    stop();
                    return End.STOPPED;
                }
            }
            settle(verdict);
            return End.FINISHED;
        } catch (CrashError crash) {
            return End.CRASHED;
        } finally {
            simulation.clock.meanwhile = () -> {};
        }
    }

    /** What is under way outside the process gets where it was to go, or does not. */
    void crash() {
        everySink.forEach(sink -> sink.crash(random));
        everySource.forEach(source -> source.acknowledge(under -> random.nextInt(under + 1)));
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void mayCrash(int of) {
        if (simulation.crashesLeft > 0 && chance(of)) {
            simulation.crashesLeft--;
            trace.add("crash");
            throw new CrashError();
        }
    }

    /** Other threads offer and confirm in the middle of the worker's round. */
    private void meanwhile() {
        if (chance(6)) {
            SimulatedSink sink = any(everySink);
            if (sink.isForeign()) {
                sink.confirm(random);
            }
        } else if (chance(12)) {
            any(everySource).offer();
        }
    }

    /** Anything at all; answers whether the worker is to be stopped. */
    private boolean step() {
        long acknowledgements = acknowledgements();
        int kind = random.nextInt(100);
        if (kind < 28) {
            SimulatedSource source = any(everySource);
            for (int left = 1 + random.nextInt(batch); left > 0 && source.offer(); left--) {}
        } else if (kind < 60) {
            work();
        } else if (kind < 76) {
            SimulatedSink sink = any(everySink);
            for (int left = size(16); left > 0; left--) {
                sink.confirm(random);
            }
        } else if (kind < 80) {
            any(everySink).refuse(chance(3));
        } else if (kind < 88) {
            write();
        } else if (kind < 93) {
            tick();
        } else if (kind < 96) {
            any(everySource).acknowledge(under -> random.nextInt(under + 1));
        } else if (kind < 98) {
            SimulatedSource source = any(everySource);
            if (scenario.advancing() && source.hasMore()) {
                source.advance(source.leastToCome() - random.nextInt(20));
            }
        } else if (kind < 99) {
            mayCrash(2);
        } else if (simulation.stopsLeft > 0 && chance(2)) {
            simulation.stopsLeft--;
            return true;
        }
        if (acknowledgements() != acknowledgements) {
            mayCrash(30);
        }
        return false;
    }

    private boolean breaks() {
        if (simulation.crashesLeft > 0 && chance(200)) {
            simulation.crashesLeft--;
            trace.add("an operator breaks");
            return true;
        }
        return false;
    }

    /** A worker fails where an operator broke, which is another way to die; everything else that makes it fail is a finding. */
    private int work() {
        int done = worker.doWork();
        worker.failure().ifPresent(failure -> {
            if (!(failure.getCause() instanceof BrokenOperatorException)) {
                throw failure;
            }
            worker.close();
            throw new CrashError();
        });
        return done;
    }

    private long acknowledgements() {
        return everySource.stream().mapToLong(source -> source.acknowledgements).sum();
    }

    private void write() {
        Runnable write = writes.poll();
        if (write == null) {
            return;
        }
        if (simulation.disk.failures == 0 && chance(12)) {
            simulation.disk.failures = 1 + random.nextInt(3);
        }
        simulation.disk.crashing = simulation.crashesLeft > 0 && chance(4);
        try {
            write.run();
            // The store tells the worker of whatever it meets; a process that died there hears nothing.
            simulation.disk.endIfCrashed();
        } catch (CrashError crash) {
            simulation.crashesLeft--;
            trace.add("crash at the disk");
            throw crash;
        } finally {
            simulation.disk.crashing = false;
        }
        mayCrash(12);
    }

    private void tick() {
        SimulatedClock clock = simulation.clock;
        clock.nanos += 1_000_000L * size(200);
        clock.wall += chance(8) ? random.nextInt(100_000) - 50_000 : random.nextInt(50);
        clock.wall = Math.max(clock.wall, Scenario.BEGINNING - 100_000);
        keepWallBehind();
    }

    /** Where silent sources follow it, the wall clock makes no record late that the reference does not. */
    private void keepWallBehind() {
        long least = Long.MAX_VALUE;
        for (SimulatedSource source : everySource) {
            least = Math.min(least, source.leastToCome());
        }
        long most = least == Long.MAX_VALUE ? Scenario.BEGINNING + Scenario.DRIFT / 2 : least + scenario.lateness();
        simulation.clock.wall = Math.min(simulation.clock.wall, most);
    }

    /** Each gets its turn until all have ended. */
    private void settle(Verdict verdict) {
        boolean stopping = false;
        int quiet = 0;
        for (int round = 0; !worker.isDone(); round++) {
            boolean moved = round(true);
            quiet = moved ? 0 : quiet + 1;
            if (quiet == QUIET_ROUNDS || round > MOST_ROUNDS) {
                if (stopping || scenario.ending() == Scenario.Ending.END || round > MOST_ROUNDS) {
                    throw new AssertionError("nothing moves any more, and the worker is not done: " + worker.counts());
                }
                verdict.check(simulation.outsides);
                worker.requestStop();
                stopping = true;
                quiet = 0;
            }
            mayCrash(40);
        }
        end(true);
    }

    private void stop() {
        trace.add("stop");
        worker.requestStop();
        for (int round = 0; !worker.isDone(); round++) {
            if (round > MOST_ROUNDS) {
                throw new AssertionError("the worker does not stop: " + worker.counts());
            }
            round(false);
            mayCrash(60);
        }
        end(scenario.checkpoints());
    }

    /** @param all whether all that was taken must have been acknowledged */
    private void end(boolean all) {
        if (all) {
            everySource.forEach(SimulatedSource::checkAcknowledged);
        }
        trace.add(worker.counts().toString());
        worker.close();
    }

    private boolean round(boolean offering) {
        int before = trace.lines().size();
        boolean offered = false;
        for (SimulatedSource source : everySource) {
            while (offering && source.offer()) {
                offered = true;
            }
            if (offering && !source.hasMore()) {
                offered |= !source.finish(scenario.ending());
            }
        }
        int done = work();
        boolean idle = true;
        for (SimulatedSink sink : everySink) {
            idle &= sink.isIdle();
            sink.refuse(false);
            for (int i = 0; i < 8; i++) {
                sink.confirm(random);
            }
        }
        boolean writing = !writes.isEmpty();
        write();
        everySource.forEach(source -> source.acknowledge(under -> under));
        simulation.clock.nanos += 200_000_000;
        simulation.clock.wall += scenario.ending() == Scenario.Ending.SILENCE ? Scenario.DRIFT : 1;
        keepWallBehind();
        return offered
                || done > 0
                || !idle
                || writing
                || trace.lines().size() > before
                || everySource.stream().anyMatch(source -> offering && source.hasMore());
    }
}
