package dev.leat.dataflow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sink behind its input edges: offers it records, and gives their receipts back as it confirms. */
final class SinkNode extends Node implements Egress {

    private static final int TURN = 256;

    private final Supplier<? extends Sink> supplier;
    private final Frontier[] frontiers;
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private Edge[] inputs = {};

    private @Nullable Sink sink;
    private Frontier frontier = Frontier.BEGIN;
    private int input;
    private int left = TURN;

    /** The sink refused a record: whoever makes room has to say so. */
    private volatile boolean refused;

    /** Nothing more comes: whoever confirms the last record has to say so. */
    private volatile boolean ending;

    SinkNode(String name, int index, WorkerContext context, Supplier<? extends Sink> supplier, int inputs) {
        super(name, index, context);
        this.supplier = supplier;
        this.frontiers = new Frontier[inputs];
        Arrays.fill(frontiers, Frontier.BEGIN);
    }

    void connect(Edge[] inputs) {
        this.inputs = inputs;
    }

    @Override
    void start() throws Exception {
        sink = supplier.get();
        sink.start(this);
    }

    @Override
    int run() {
        Sink running = sink;
        if (running == null || isFinished()) {
            return 0;
        }
        refused = false;
        int offered = drain(running);
        if (offered > 0) {
            running.flush();
        }
        if (ending && unconfirmed.get() == 0) {
            finish();
        }
        return offered;
    }

    private int drain(Sink running) {
        int offered = 0;
        int empty = 0;
        while (empty < inputs.length) {
            Edge edge = inputs[input];
            Object item = edge.peek();
            if (item == null || left == 0) {
                empty = item == null ? empty + 1 : 0;
                input = input + 1 == inputs.length ? 0 : input + 1;
                left = TURN;
            } else if (item instanceof Record record) {
                if (!offer(running, record)) {
                    return offered;
                }
                counters().countIn();
                edge.pop();
                empty = 0;
                left--;
                offered++;
            } else {
                edge.pop();
                advance(running, (Frontier) item);
            }
        }
        return offered;
    }

    private boolean offer(Sink running, Record record) {
        unconfirmed.incrementAndGet();
        Delivery delivery = new Delivery(this, record);
        if (running.offer(record, delivery)) {
            return true;
        }
        // Room that came back between the refusal and this flag was not signalled: ask once more.
        refused = true;
        if (running.offer(record, delivery)) {
            refused = false;
            return true;
        }
        unconfirmed.decrementAndGet();
        return false;
    }

    private void advance(Sink running, Frontier arrived) {
        frontiers[input] = arrived;
        Frontier least = frontiers[0];
        for (int i = 1; i < frontiers.length; i++) {
            least = least.min(frontiers[i]);
        }
        if (least.compareTo(frontier) > 0) {
            frontier = least;
            running.advance(least);
            ending = least.isEnd();
        }
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

    private void confirmed() {
        boolean last = unconfirmed.decrementAndGet() == 0;
        if (refused || (last && ending)) {
            signal();
        }
    }

    /** The answer for one record. */
    private static final class Delivery implements Confirmation {

        private static final VarHandle ANSWERED;

        static {
            try {
                ANSWERED = MethodHandles.lookup().findVarHandle(Delivery.class, "answered", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final SinkNode node;
        private final Record record;

        @SuppressWarnings("unused") // through ANSWERED
        private boolean answered;

        Delivery(SinkNode node, Record record) {
            this.node = node;
            this.record = record;
        }

        @Override
        public void done() {
            if (!(boolean) ANSWERED.getAndSet(this, true)) {
                node.counters().countOutShared();
                record.receipt().release();
                node.confirmed();
            }
        }

        @Override
        public void failed(Throwable reason) {
            if (!(boolean) ANSWERED.getAndSet(this, true)) {
                node.counters().countFailedShared();
                node.context().faults().report(new Fault.RecordDropped(node.name(), record, reason));
                record.receipt().release();
                node.confirmed();
            }
        }
    }
}
