package dev.leat.dataflow;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An operator between its input edges and its outbox: keeps the promises of {@link Operator}. */
final class OperatorNode extends Node {

    /** So many records of one input, then the next input has its turn. */
    private static final int TURN = 256;

    private final Supplier<? extends Operator> supplier;
    private final EdgeOutbox outbox;
    private final Frontier[] frontiers;
    private Edge[] inputs = {};

    private @Nullable Operator operator;
    private Frontier frontier = Frontier.BEGIN;

    /** The input whose turn it is, and how many records it may still bring. */
    private int input;

    private int left = TURN;

    /** The operator returned false for the record at the head of the input whose turn it is. */
    private boolean resuming;

    /** The operator has not yet agreed to the frontier. */
    private boolean advancing;

    OperatorNode(
            String name,
            int index,
            WorkerContext context,
            Supplier<? extends Operator> supplier,
            Edge[][] outputs,
            int inputs) {
        super(name, index, context);
        this.supplier = supplier;
        this.outbox = new EdgeOutbox(outputs, counters());
        this.frontiers = new Frontier[inputs];
        Arrays.fill(frontiers, Frontier.BEGIN);
    }

    void connect(Edge[] inputs) {
        this.inputs = inputs;
    }

    @Override
    void start() {
        operator = supplier.get();
    }

    @Override
    int run() {
        Operator running = operator;
        if (running == null || isFinished()) {
            return 0;
        }
        int done = 0;
        if (advancing && !tryAdvance(running)) {
            return done;
        }
        int empty = 0;
        while (empty < inputs.length) {
            Edge edge = inputs[input];
            Object item = edge.peek();
            if (item == null || left == 0) {
                empty = item == null ? empty + 1 : 0;
                input = input + 1 == inputs.length ? 0 : input + 1;
                left = TURN;
            } else if (item instanceof Record record) {
                if (!outbox.hasRoom()) {
                    outbox.awaitRoom();
                    return done;
                }
                if (!process(running, record)) {
                    awaitTurn();
                    return done;
                }
                edge.pop();
                empty = 0;
                left--;
                done++;
            } else {
                edge.pop();
                frontiers[input] = (Frontier) item;
                if (advances() && !tryAdvance(running)) {
                    return done;
                }
            }
        }
        return done;
    }

    private boolean process(Operator running, Record record) {
        if (!resuming) {
            counters().countIn();
        }
        outbox.begin(record);
        try {
            if (!running.process(input, record, outbox)) {
                resuming = true;
                outbox.suspend(record);
                return false;
            }
            resuming = false;
            if (!outbox.finish(record)) {
                counters().countDropped();
            }
        } catch (Throwable thrown) {
            resuming = false;
            drop(record, thrown);
        }
        return true;
    }

    private void drop(Record record, Throwable thrown) {
        if (isFatal(thrown)) {
            outbox.suspend(record);
            fail(DataflowError.OPERATION, thrown);
            return;
        }
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        counters().countFailedShared();
        context().faults().report(new Fault.RecordDropped(name(), record, thrown));
        outbox.finish(record);
    }

    /** A deep recursion is the record's fault; memory that is gone is not, nor an operator that says it is broken. */
    private static boolean isFatal(Throwable thrown) {
        return thrown instanceof BrokenOperatorException
                || (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError));
    }

    private boolean advances() {
        Frontier least = frontiers[0];
        for (int i = 1; i < frontiers.length; i++) {
            least = least.min(frontiers[i]);
        }
        if (least.compareTo(frontier) <= 0) {
            return false;
        }
        frontier = least;
        advancing = true;
        return true;
    }

    private boolean tryAdvance(Operator running) {
        if (!outbox.hasRoom()) {
            outbox.awaitRoom();
            return false;
        }
        try {
            if (!running.advance(frontier, outbox)) {
                awaitTurn();
                return false;
            }
        } catch (Throwable thrown) {
            if (isFatal(thrown)) {
                fail(DataflowError.OPERATION, thrown);
                return false;
            }
            counters().countFailedShared();
            context().faults().report(new Fault.AdvanceFailed(name(), frontier, thrown));
        }
        advancing = false;
        outbox.advance(frontier);
        if (frontier.isEnd()) {
            finish();
        }
        return true;
    }

    /** Waits for room, or, where there is room and the operator only wanted a pause, for the next round. */
    private void awaitTurn() {
        if (!outbox.awaitRoom()) {
            makeReady();
        }
    }

    @Override
    void close() {
        if (operator != null) {
            operator.close();
        }
    }
}
