package dev.leat.dataflow.simulation;

import dev.leat.dataflow.LatePolicy;
import java.util.List;

/**
 * All that a seed decides before anything runs.
 *
 * @param lateness how far records lag behind, in milliseconds, before they are late
 * @param late what becomes of those
 * @param idle whether the wall clock moves the time of silent sources
 * @param drifting whether some records come from the far future, and are refused
 * @param advancing whether sources say how far they are
 * @param ending how sources come to their end
 * @param checkpoints whether there is a disk
 * @param crashes so many, at most
 * @param stops so many times the worker is asked to stop, and started again
 */
record Scenario(
        long seed,
        Plan plan,
        List<Feeder> feeders,
        long lateness,
        LatePolicy late,
        boolean idle,
        boolean drifting,
        boolean advancing,
        Ending ending,
        boolean checkpoints,
        int crashes,
        int stops) {

    /** The middle of all times, in milliseconds. */
    static final long BEGINNING = 1_000_000;

    /** Records from the far future are later than all others by this many milliseconds. */
    static final long FAR = 1_000_000_000_000L;

    /** How far ahead of the wall clock a record's time may lie, where that is bounded, in milliseconds. */
    static final long DRIFT = 3_600_000;

    enum Ending {
        /** Sources say that nothing more comes. */
        END,
        /** Sources say that they are far ahead, and stay. */
        ADVANCE,
        /** Sources fall silent, and the wall clock moves on. */
        SILENCE
    }

    /** A record that a source brings. */
    record Arrival(long physical, long counter, String node, boolean message, String text) {}

    /**
     * What a source brings.
     *
     * @param broker it brings again what was not acknowledged; otherwise, what the checkpoint does not hold
     */
    record Feeder(String name, boolean broker, List<Arrival> arrivals) {}

    /**
     * Whether what comes out must be exactly what the reference says. Otherwise nothing may be missing: groups may have
     * members twice, and records and groups may come again.
     */
    boolean isExact() {
        return (crashes == 0 && (stops == 0 || checkpoints)) || isRepeatable();
    }

    /** Whether sources and sinks go back to where a checkpoint stands, so that a crash leaves no trace. */
    private boolean isRepeatable() {
        return checkpoints
                && feeders.stream().noneMatch(Feeder::broker)
                && plan.outlets().stream().allMatch(Plan.Outlet::restorable)
                && (!plan.deadLetters() || plan.deadRestorable());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ": lateness " + lateness + " ms, late " + late
                + (idle ? ", idle sources follow the wall clock" : "") + (drifting ? ", drift is bounded" : "")
                + (advancing ? ", sources say how far they are" : "") + ", ending " + ending
                + (checkpoints ? ", checkpoints" : ", no checkpoints") + ", crashes " + crashes + ", stops " + stops
                + (isExact() ? ", exact" : ", at least once"));
        for (Feeder feeder : feeders) {
            text.append("\n  ").append(feeder.name()).append(feeder.broker() ? " (broker)" : " (replayable)");
            text.append(": ").append(feeder.arrivals().size()).append(" records");
        }
        return text.append(plan).toString();
    }
}
