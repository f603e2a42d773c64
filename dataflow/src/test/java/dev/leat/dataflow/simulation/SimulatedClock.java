package dev.leat.dataflow.simulation;

import dev.leat.dataflow.WorkerClock;

/** Moves by the simulator alone. */
final class SimulatedClock implements WorkerClock {

    long wall = Scenario.BEGINNING - 1000;
    long nanos;

    @Override
    public long wallMillis() {
        return wall;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
