package dev.leat.dataflow.simulation;

import dev.leat.dataflow.WorkerClock;

/** Moves by the simulator alone. */
final class SimulatedClock implements WorkerClock {

    long wall = Scenario.BEGINNING - 1000;
    long nanos;

    /** What others do while the worker works: it looks at the clock now and then. */
    Runnable meanwhile = () -> {};

    @Override
    public long wallMillis() {
        return wall;
    }

    @Override
    public long nanoTime() {
        meanwhile.run();
        return nanos;
    }
}
