package dev.leat.dataflow;

import org.jspecify.annotations.Nullable;

/** One operation as a worker runs it. All methods belong to the worker's thread. */
abstract class Node {

    private final String name;
    private final int index;
    private final WorkerContext context;
    private final Readiness readiness;
    private final OperationCounters counters = new OperationCounters();

    Node(String name, int index, WorkerContext context) {
        this.name = name;
        this.index = index;
        this.context = context;
        this.readiness = context.readiness();
    }

    final String name() {
        return name;
    }

    /** The place in the order of the graph: less than that of every operation behind it. */
    final int index() {
        return index;
    }

    final WorkerContext context() {
        return context;
    }

    final OperationCounters counters() {
        return counters;
    }

    /** Has the worker run this operation in this round, or in the next where its turn is over. */
    final void makeReady() {
        readiness.mark(index);
    }

    /** The same from any thread. */
    final void signal() {
        readiness.signal(index);
    }

    final void fail(DataflowError error, Throwable reason) {
        context.fail(DataflowException.of(error, name, reason));
    }

    /** Reports a record that is lost here, and has it go to the dead letters, which then hold it, too. */
    final void lose(Record record, Throwable reason) {
        counters.countFailedShared();
        context.faults().report(new Fault.RecordDropped(name, record, reason));
        SinkNode deadLetters = context.deadLetters();
        Flow flow = flow();
        if (deadLetters != null && flow != null) {
            flow.hold(record);
            deadLetters.take(DeadLetters.of(name, record, reason));
        }
    }

    /** The flow that this operation is part of; null for the dead letters, which belong to all. */
    @Nullable
    abstract Flow flow();

    /** Creates and starts what the operation does. */
    abstract void start() throws Exception;

    /** Frees what the operation holds. */
    abstract void close();
}
