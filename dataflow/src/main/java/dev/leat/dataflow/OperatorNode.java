package dev.leat.dataflow;

import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An operator between its inputs and its outbox: keeps the promises of {@link Operator}. */
final class OperatorNode extends ConsumerNode {

    /** Stands in before the start. */
    private static final Operator NONE = (input, record, outbox) -> {
        throw new IllegalStateException("not started");
    };

    private final Supplier<? extends Operator> supplier;
    private final Flow flow;
    private final Agenda.Reach reach;
    private final Port[][] outputs;
    private final NodeOutbox outbox;
    private Operator operator = NONE;

    /** The operator, where it is a step. */
    private @Nullable Step step;

    /** This step and those behind it, once they are much used. */
    private @Nullable StepChain chain;

    private int untilChained = StepChain.AFTER;

    OperatorNode(
            String name,
            int index,
            WorkerContext context,
            Supplier<? extends Operator> supplier,
            Flow flow,
            Agenda.Reach reach,
            Port[][] outputs) {
        super(name, index, context);
        this.supplier = supplier;
        this.flow = flow;
        this.reach = reach;
        this.outputs = outputs;
        this.outbox = new NodeOutbox(this, flow, outputs);
    }

    Agenda.Reach reach() {
        return reach;
    }

    @Override
    void start() {
        create();
    }

    private void create() {
        operator = supplier.get();
        step = operator instanceof Step one ? one : null;
    }

    State save() {
        return operator.save();
    }

    /** Takes back what was saved, and what it waited for. */
    void restore(byte[] state, List<Timestamp> times) throws IOException {
        try {
            if (state.length > 0) {
                StateReader reader = new StateReader(state);
                operator.restore(reader);
                if (reader.remaining() > 0) {
                    throw new IOException("it is not the kind of operation that held this");
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            // What it had read of it may be half: a fresh one takes its place.
            replace(unreadable);
            throw unreadable;
        }
        for (Timestamp time : times) {
            flow.agenda().add(reach, time, this);
        }
    }

    private void replace(Exception reason) {
        Operator half = operator;
        operator = NONE;
        try {
            half.close();
        } catch (RuntimeException unclosed) {
            reason.addSuppressed(unclosed);
        }
        try {
            create();
        } catch (RuntimeException failure) {
            throw DataflowException.of(DataflowError.START, name(), failure);
        }
    }

    @Override
    void receive(int input, Record record) {
        if (step != null) {
            goThrough(record);
            return;
        }
        counters().countIn();
        outbox.begin(record.time());
        call(input, record);
    }

    /**
     * Goes through steps in a row, this one first. The order is that of calls within calls: one record goes in, at most
     * one comes out, and nothing on the way can be full. But a loop is one piece of code to the compiler, which stops
     * inlining calls within calls after two operators, and it takes no stack. What is much used becomes a chain.
     */
    private void goThrough(Record first) {
        Record record = first;
        OperatorNode node = this;
        boolean chained = false;
        while (true) {
            StepChain through = node.chain;
            if (through == null && node.isMuchUsed() && !chained) {
                // One at a time: making it takes as long as many records do.
                chained = true;
                node.form();
                through = node.chain;
            }
            OperatorNode last = through == null ? node : through.last();
            Record result = through == null ? node.take(node.step(), record) : through.take(record);
            if (result == null) {
                return;
            }
            record = result;
            OperatorNode next = last.nextStep();
            if (next == null) {
                flow.deliver(last.outputs[0], record);
                return;
            }
            last.observePassing(record);
            node = next;
        }
    }

    /** The only operator behind this one, where that is a step. */
    private @Nullable OperatorNode nextStep() {
        Port[] ports = outputs[0];
        return ports.length == 1 && ports[0].consumer() instanceof OperatorNode next && next.step != null ? next : null;
    }

    /** A record goes from this step to the next. */
    void observePassing(Record record) {
        flow.observe(outputs[0][0], record);
    }

    private boolean isMuchUsed() {
        return untilChained == 0 || --untilChained == 0;
    }

    /** Makes the chain that begins here, where there is more than this step to it. */
    private void form() {
        List<OperatorNode> nodes = new ArrayList<>();
        for (OperatorNode node = this; node != null && nodes.size() < StepChain.MOST; node = node.nextStep()) {
            nodes.add(node);
        }
        chain = nodes.size() == 1 ? null : StepChain.of(nodes);
        untilChained = Integer.MAX_VALUE;
    }

    /** Of one that is a step. */
    Step step() {
        return Objects.requireNonNull(step);
    }

    /** Takes a step; answers what is to go on, or null. */
    @Nullable
    Record take(Step step, Record record) {
        counters().countIn();
        try {
            Record result = step.apply(record);
            if (result == null || outputs[0].length == 0) {
                counters().countDropped();
                return null;
            }
            counters().countOut();
            return result;
        } catch (Throwable thrown) {
            drop(record, thrown);
            return null;
        }
    }

    void resume(int input, Record record) {
        outbox.goOn();
        call(input, record);
    }

    private void call(int input, Record record) {
        try {
            if (!operator.process(input, record, outbox)) {
                flow.park(this, input, record);
            } else if (!outbox.hasLed()) {
                counters().countDropped();
            }
        } catch (Throwable thrown) {
            drop(record, thrown);
        }
    }

    private void drop(Record record, Throwable thrown) {
        if (isFatal(thrown)) {
            // Never released: it is to come again.
            flow.hold(record);
            fail(DataflowError.OPERATION, thrown);
            flow.fail();
            return;
        }
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (flow.isBlocked()) {
            flow.park(this, record, thrown);
        } else {
            lose(record, thrown);
        }
    }

    /** A deep recursion is the record's fault; memory that is gone is not, nor an operator that says it is broken. */
    static boolean isFatal(Throwable thrown) {
        return thrown instanceof BrokenOperatorException
                || (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError));
    }

    void complete(Timestamp time) {
        outbox.begin(time);
        try {
            if (!operator.complete(time, outbox)) {
                flow.park(this, time);
            }
        } catch (Throwable thrown) {
            if (isFatal(thrown)) {
                fail(DataflowError.OPERATION, thrown);
                flow.fail();
                return;
            }
            counters().countFailedShared();
            context().faults().report(new Fault.CompletionFailed(name(), time, thrown));
        }
    }

    @Override
    void close() {
        if (operator != NONE) {
            operator.close();
        }
    }

    @Override
    @Nullable
    Flow flow() {
        return flow;
    }
}
