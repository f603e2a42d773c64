package dev.leat.dataflow;

/** What the operations of a worker have in common. */
interface WorkerContext {

    Readiness readiness();

    Faults faults();

    /** Ends the graph; the first reason counts. From any thread. */
    void fail(DataflowException reason);

    /** One more operation has nothing left to do, for good. */
    void countFinished();
}
