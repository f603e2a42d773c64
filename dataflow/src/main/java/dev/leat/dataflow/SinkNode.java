package dev.leat.dataflow;

import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sink behind a bounded queue: offers it records, and gives their receipts back as it confirms. */
final class SinkNode extends ConsumerNode implements Egress {

    /** What was offered and answered is forgotten when so much of it has come together. */
    private static final int LEAST_PRUNED = 1024;

    private final Supplier<? extends Sink> supplier;
    private final int capacity;
    private final boolean checkpointed;

    /** The flows that wait while this sink is full: all, where it takes the dead letters. */
    private final List<Flow> flows;

    /** The only one; null for the dead letters of several. */
    private final @Nullable Flow flow;

    private final ArrayDeque<Record> waiting = new ArrayDeque<>();
    private boolean full;

    /** Offered by the worker; answered by its thread, and by others. What is not answered is unconfirmed. */
    private long offered;

    private long answeredHere;
    private final AtomicLong answeredElsewhere = new AtomicLong();

    /** With checkpoints: what was offered, in order, until it is found to be answered. */
    private final ArrayDeque<Delivery> unconfirmed = new ArrayDeque<>();

    private int pruneAt = LEAST_PRUNED;

    /** What the sink could not deliver, on its way to the dead letters. */
    private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();

    private @Nullable Sink sink;
    private @Nullable Thread thread;

    /** The sink refused a record: whoever makes room has to say so. */
    private volatile boolean refused;

    /** Nothing more comes: whoever confirms the last record has to say so. */
    private volatile boolean ending;

    private record Failed(Record record, Throwable reason) {}

    SinkNode(
            String name,
            int index,
            WorkerContext context,
            Supplier<? extends Sink> supplier,
            List<Flow> flows,
            int capacity) {
        super(name, index, context);
        this.supplier = supplier;
        this.flows = flows;
        this.flow = flows.size() == 1 ? flows.getFirst() : null;
        this.capacity = capacity;
        this.checkpointed = context.isCheckpointed();
    }

    @Override
    @Nullable
    Flow flow() {
        return flow;
    }

    /** Creates the sink; it starts when what is to be restored was. */
    void create() {
        sink = supplier.get();
    }

    @Override
    void start() throws Exception {
        thread = Thread.currentThread();
        if (sink != null) {
            sink.start(this);
        }
        if (!waiting.isEmpty()) {
            makeReady();
        }
    }

    State save() {
        return sink == null ? State.NONE : sink.save();
    }

    /** Every record that was emitted and may not have got where it was to go. */
    List<Record> pending() {
        List<Record> pending = new ArrayList<>();
        for (Delivery delivery : unconfirmed) {
            if (!delivery.isAnswered()) {
                pending.add(delivery.record);
            }
        }
        // Read behind the answers: what failed meanwhile is among them.
        failures.forEach(failed -> pending.add(failed.record()));
        pending.addAll(waiting);
        return pending;
    }

    void restore(List<Record> records, byte[] state) throws IOException {
        waiting.addAll(records);
        updateFull();
        if (sink != null && state.length > 0) {
            StateReader reader = new StateReader(state);
            sink.restore(reader);
            if (reader.remaining() > 0) {
                throw new IOException("it is not the kind of sink that stood there");
            }
        }
    }

    @Override
    void receive(int input, Record record) {
        if (flow != null) {
            flow.hold(record);
        }
        take(record);
    }

    /** Takes a record whose receipt is held for this sink already. */
    void take(Record record) {
        waiting.add(record);
        updateFull();
        makeReady();
    }

    private void updateFull() {
        if (full && waiting.size() <= capacity / 2) {
            full = false;
            flows.forEach(Flow::sinkHasRoom);
        } else if (!full && waiting.size() >= capacity) {
            full = true;
            flows.forEach(Flow::sinkIsFull);
        }
    }

    /** Offers what waits, as far as the sink takes it. */
    void run() {
        Sink running = sink;
        if (running == null) {
            return;
        }
        refused = false;
        boolean any = false;
        for (Record record = waiting.peek(); record != null; record = waiting.peek()) {
            if (!offer(running, record)) {
                break;
            }
            counters().countIn();
            waiting.remove();
            any = true;
        }
        if (any) {
            running.flush();
            updateFull();
        }
        for (Failed failed = failures.poll(); failed != null; failed = failures.poll()) {
            bury(failed);
        }
    }

    private void bury(Failed failed) {
        SinkNode deadLetters = context().deadLetters();
        if (deadLetters == null || deadLetters == this) {
            failed.record().receipt().release();
        } else {
            deadLetters.take(DeadLetters.of(name(), failed.record(), failed.reason()));
        }
    }

    private boolean offer(Sink running, Record record) {
        Delivery delivery = new Delivery(this, record);
        offered++;
        if (running.offer(record, delivery)) {
            take(delivery);
            return true;
        }
        // Room that came back between the refusal and this flag was not signalled: ask once more.
        refused = true;
        if (running.offer(record, delivery)) {
            refused = false;
            take(delivery);
            return true;
        }
        offered--;
        return false;
    }

    private void take(Delivery delivery) {
        delivery.taken();
        if (!checkpointed || delivery.isAnswered()) {
            return;
        }
        unconfirmed.add(delivery);
        if (unconfirmed.size() >= pruneAt) {
            unconfirmed.removeIf(Delivery::isAnswered);
            pruneAt = Math.max(LEAST_PRUNED, 2 * unconfirmed.size());
        }
    }

    /** Nothing more comes. */
    void expectEnd() {
        ending = true;
    }

    /** Nothing else is under way: what was offered need not wait for more. */
    void drain() {
        if (sink != null) {
            sink.drain();
        }
    }

    /** Whether all that came is confirmed, or lost for good. */
    boolean isDrained() {
        return waiting.isEmpty() && unanswered() == 0 && failures.isEmpty();
    }

    /** How many records were answered so far. */
    long answered() {
        return answeredHere + answeredElsewhere.get();
    }

    private long unanswered() {
        return offered - answered();
    }

    @Override
    void close() {
        if (sink != null) {
            sink.close();
        }
    }

    // From here on: any thread.

    @Override
    public void wake() {
        if (refused) {
            signal();
        }
    }

    @Override
    public void fail(Throwable reason) {
        fail(DataflowError.SINK, reason);
    }

    private void answer(boolean delivered, Record record) {
        if (Thread.currentThread() == thread) {
            if (delivered) {
                counters().countOut();
                record.receipt().release();
            }
            answeredHere++;
            if (refused || ending || !delivered) {
                makeReady();
            }
            return;
        }
        if (delivered) {
            counters().countOutShared();
            record.receipt().release();
        }
        answeredElsewhere.getAndIncrement();
        if (refused || ending || !delivered || checkpointed) {
            signal();
        }
    }

    /**
     * The answer for one record. One that comes during the offer waits for the offer's end: on the worker's thread, the
     * usual case with files, it then costs no atomic update, and whichever thread it comes on, the worker sees to it.
     */
    @SuppressWarnings("ReferenceEquality") // states and threads are what they are
    private static final class Delivery implements Confirmation {

        /** What a sink says who confirms; who does not says why. */
        private static final Object DONE = new Object();

        /** The offer is over, and the answer is yet to come. */
        private static final Object OPEN = new Object();

        private static final Object FAILING = new Object();
        private static final Object ANSWERED = new Object();

        private static final VarHandle STATE = Handles.field(MethodHandles.lookup(), "state", Object.class);

        private final SinkNode node;
        private final Record record;

        /** Null during the offer; or what another thread answered during it; or one of the states. */
        @SuppressWarnings("unused") // through STATE
        private @Nullable Object state;

        /** What was answered on the worker's thread during the offer. */
        private @Nullable Object here;

        Delivery(SinkNode node, Record record) {
            this.node = node;
            this.record = record;
        }

        boolean isAnswered() {
            return STATE.getAcquire(this) == ANSWERED;
        }

        @Override
        public void done() {
            answer(DONE);
        }

        @Override
        public void failed(Throwable reason) {
            answer(Objects.requireNonNull(reason, "why"));
        }

        private void answer(Object given) {
            if (Thread.currentThread() == node.thread && STATE.get(this) == null) {
                if (here == null) {
                    here = given;
                }
                return;
            }
            while (true) {
                Object before = STATE.getAcquire(this);
                if (before != null && before != OPEN) {
                    // A second answer.
                    return;
                }
                Object after = before == null ? given : given == DONE ? ANSWERED : FAILING;
                if (STATE.compareAndSet(this, before, after)) {
                    if (before == OPEN) {
                        tell(given);
                    }
                    return;
                }
            }
        }

        /** The offer is over, and the sink has the record: by the worker. */
        void taken() {
            Object given = here;
            if (given == null) {
                if (STATE.compareAndSet(this, null, OPEN)) {
                    return;
                }
                given = STATE.getAcquire(this);
            }
            STATE.setRelease(this, given == DONE ? ANSWERED : FAILING);
            tell(given);
        }

        private void tell(Object given) {
            if (given == DONE) {
                node.answer(true, record);
                return;
            }
            Throwable reason = (Throwable) given;
            node.counters().countFailedShared();
            node.context().faults().report(new Fault.RecordDropped(node.name(), record, reason));
            boolean buried = node.context().deadLetters() != null;
            if (buried) {
                node.failures.add(new Failed(record, reason));
            }
            STATE.setRelease(this, ANSWERED);
            if (!buried) {
                record.receipt().release();
            }
            node.answer(false, record);
        }
    }
}
