package dev.leat.dataflow;

import org.jspecify.annotations.Nullable;

/** What the operations of a worker have in common. */
interface WorkerContext {

    Readiness readiness();

    Faults faults();

    WorkerClock clock();

    /** Takes what is lost; null where nobody does. */
    @Nullable
    SinkNode deadLetters();

    /** Whether what was taken is acknowledged by checkpoints, too. */
    boolean isCheckpointed();

    /** Ends the graph; the first reason counts. From any thread. */
    void fail(DataflowException reason);
}
