package dev.leat.dataflow;

/** The outputs of one operator: for each, the ports that get every record emitted there. */
final class NodeOutbox implements Outbox {

    private final OperatorNode node;
    private final Flow flow;
    private final Port[][] outputs;
    private Timestamp floor = new Timestamp(0, 0, "");

    /** For each output, the call that it was last offered to in. */
    private final long[] offeredIn;

    private long call;

    /** Whether the record, or the completed time, led to anything, over all calls for it. */
    private boolean led;

    NodeOutbox(OperatorNode node, Flow flow, Port[][] outputs) {
        this.node = node;
        this.flow = flow;
        this.outputs = outputs;
        this.offeredIn = new long[outputs.length];
    }

    /** A call begins that may emit at this time and later. */
    void begin(Timestamp time) {
        floor = time;
        call++;
        led = false;
    }

    /** The operator is called again with the same argument. */
    void goOn() {
        call++;
    }

    boolean hasLed() {
        return led;
    }

    @Override
    public boolean offer(int output, Record record) {
        if (flow.isBlocked() && offeredIn[output] == call) {
            return false;
        }
        check(record.time());
        Port[] ports = outputs[output];
        offeredIn[output] = call;
        led = true;
        if (ports.length == 0) {
            node.counters().countDropped();
        } else {
            node.counters().countOut();
            flow.deliver(ports, record);
        }
        return true;
    }

    @Override
    public void keep(Record record) {
        led = true;
        // At once, and not when the record under way has arrived: the operator may give it back before that.
        record.receipt().retain();
    }

    @Override
    public void notifyAt(Timestamp time) {
        check(time);
        led = true;
        Observer observer = flow.observer();
        if (observer != null) {
            observer.held(node.name(), time);
        }
        flow.agenda().add(node.reach(), time, node);
    }

    @Override
    public void lose(Record record, Throwable reason) {
        node.lose(record, reason);
    }

    @SuppressWarnings("ReferenceEquality") // the usual case is the very same time
    private void check(Timestamp time) {
        if (time != floor && isBefore(time, floor)) {
            throw new IllegalArgumentException(
                    "operation '" + node.name() + "' emits at " + time + ", which is before its call at " + floor);
        }
    }

    /** Frontiers move in milliseconds: within one, nothing is before anything. */
    private static boolean isBefore(Timestamp time, Timestamp other) {
        return time.physical() < other.physical();
    }
}
