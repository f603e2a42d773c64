package dev.leat.dataflow;

import java.util.Optional;

/**
 * How a worker runs its replica.
 *
 * @param inboxCapacity records that wait for the worker at each source, at least; a source may ask for more
 * @param sinkCapacity records that wait at each sink, at most
 * @param faults hears of lost records
 * @param time how the sources' frontiers move
 * @param clock what the worker takes the time from
 * @param checkpoints where state is kept; empty: nowhere
 * @param observer watches the worker
 */
public record WorkerOptions(
        int inboxCapacity,
        int sinkCapacity,
        Faults faults,
        TimePolicy time,
        WorkerClock clock,
        Optional<CheckpointOptions> checkpoints,
        Optional<Observer> observer) {

    /**
     * 1,024 records at each source, 256 at each sink, lost records to the log, time by the wall clock, no checkpoints.
     */
    public static final WorkerOptions DEFAULT = new WorkerOptions(
            1024, 256, Faults.logged(), TimePolicy.WALL_CLOCK, WorkerClock.SYSTEM, Optional.empty(), Optional.empty());

    private static final int MOST = 1 << 24;

    public WorkerOptions {
        if (inboxCapacity < 1 || inboxCapacity > MOST || sinkCapacity < 1 || sinkCapacity > MOST) {
            throw new IllegalArgumentException(
                    "capacities must be between 1 and " + MOST + ", not " + inboxCapacity + " and " + sinkCapacity);
        }
    }

    public WorkerOptions withFaults(Faults faults) {
        return new WorkerOptions(inboxCapacity, sinkCapacity, faults, time, clock, checkpoints, observer);
    }

    public WorkerOptions withCapacities(int inboxCapacity, int sinkCapacity) {
        return new WorkerOptions(inboxCapacity, sinkCapacity, faults, time, clock, checkpoints, observer);
    }

    public WorkerOptions withTime(TimePolicy time) {
        return new WorkerOptions(inboxCapacity, sinkCapacity, faults, time, clock, checkpoints, observer);
    }

    public WorkerOptions withClock(WorkerClock clock) {
        return new WorkerOptions(inboxCapacity, sinkCapacity, faults, time, clock, checkpoints, observer);
    }

    public WorkerOptions withCheckpoints(CheckpointOptions checkpoints) {
        return new WorkerOptions(inboxCapacity, sinkCapacity, faults, time, clock, Optional.of(checkpoints), observer);
    }

    public WorkerOptions withObserver(Observer observer) {
        return new WorkerOptions(inboxCapacity, sinkCapacity, faults, time, clock, checkpoints, Optional.of(observer));
    }
}
