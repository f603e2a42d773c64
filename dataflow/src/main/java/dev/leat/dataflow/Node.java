package dev.leat.dataflow;

/** One operation as a worker runs it. All methods belong to the worker's thread. */
abstract class Node {

    private final String name;
    private final int index;
    private final WorkerContext context;
    private final OperationCounters counters = new OperationCounters();
    private boolean finished;

    Node(String name, int index, WorkerContext context) {
        this.name = name;
        this.index = index;
        this.context = context;
    }

    final String name() {
        return name;
    }

    final WorkerContext context() {
        return context;
    }

    final OperationCounters counters() {
        return counters;
    }

    /** Has the worker run this operation in this round, or in the next where its turn is over. */
    final void makeReady() {
        context.readiness().mark(index);
    }

    /** The same from any thread. */
    final void signal() {
        context.readiness().signal(index);
    }

    final void fail(DataflowError error, Throwable reason) {
        context.fail(DataflowException.of(error, name, reason));
    }

    final boolean isFinished() {
        return finished;
    }

    final void finish() {
        finished = true;
        context.countFinished();
    }

    /** Creates and starts what the operation does. */
    abstract void start() throws Exception;

    /** Does what there is to do, within bounds, and returns how many records that were. */
    abstract int run();

    /** Frees what the operation holds. */
    abstract void close();
}
