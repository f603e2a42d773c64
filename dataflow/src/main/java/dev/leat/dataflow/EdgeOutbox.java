package dev.leat.dataflow;

import org.jspecify.annotations.Nullable;

/** The outputs of one operation: for each, the edges that get every record emitted there. */
final class EdgeOutbox implements Outbox {

    private final Edge[][] outputs;
    private final OperationCounters counters;

    /** The receipt of the record that is being processed; what is emitted under it is counted in {@link #uses}. */
    private @Nullable Receipt current;

    private int uses;

    /** How often the operator emitted for that record, over all calls for it. */
    private int emitted;

    EdgeOutbox(Edge[][] outputs, OperationCounters counters) {
        this.outputs = outputs;
        this.counters = counters;
    }

    @Override
    public boolean offer(int output, Record record) {
        Edge[] edges = outputs[output];
        for (Edge edge : edges) {
            if (!edge.hasRoom()) {
                return false;
            }
        }
        if (current != null) {
            emitted++;
        }
        if (edges.length == 0) {
            counters.countDropped();
            return true;
        }
        if (record.receipt() == current) {
            uses += edges.length;
        } else {
            record.receipt().retain(edges.length);
        }
        for (Edge edge : edges) {
            edge.push(record);
        }
        counters.countOut();
        return true;
    }

    /** Whether every output has room for at least one record. */
    boolean hasRoom() {
        for (Edge[] edges : outputs) {
            for (Edge edge : edges) {
                if (!edge.hasRoom()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Has the operation run again when the full edges have room; false where none is full. */
    boolean awaitRoom() {
        boolean full = false;
        for (Edge[] edges : outputs) {
            for (Edge edge : edges) {
                if (!edge.hasRoom()) {
                    edge.awaitRoom();
                    full = true;
                }
            }
        }
        return full;
    }

    /** Moves on the frontier of every edge. */
    void advance(Frontier frontier) {
        for (Edge[] edges : outputs) {
            for (Edge edge : edges) {
                edge.push(frontier);
            }
        }
    }

    /**
     * Passes a record on to the first output with the hold that the caller has on its receipt. There must be room.
     */
    void handOver(Record record) {
        begin(record);
        offer(0, record);
        finish(record);
    }

    void begin(Record record) {
        current = record.receipt();
    }

    /**
     * Counts what was emitted for the record since {@link #begin}, before anybody downstream can release it; the
     * operator keeps its hold.
     */
    void suspend(Record record) {
        record.receipt().retain(uses);
        uses = 0;
        current = null;
    }

    /** Settles the receipt: what was emitted holds it now, and the operator's input no longer does. */
    boolean finish(Record record) {
        int change = uses - 1;
        boolean any = emitted > 0;
        uses = 0;
        emitted = 0;
        current = null;
        if (change > 0) {
            record.receipt().retain(change);
        } else if (change < 0) {
            record.receipt().release();
        }
        return any;
    }
}
