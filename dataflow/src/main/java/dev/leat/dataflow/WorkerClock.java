package dev.leat.dataflow;

/** The clocks of a worker. Read by its thread. */
public interface WorkerClock {

    /** The machine's clocks. */
    WorkerClock SYSTEM = new WorkerClock() {
        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    /** Milliseconds since 1970-01-01T00:00:00Z. May jump. */
    long wallMillis();

    /** Nanoseconds since any moment. Never goes back. */
    long nanoTime();
}
