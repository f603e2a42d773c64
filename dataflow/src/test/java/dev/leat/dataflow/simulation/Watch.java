package dev.leat.dataflow.simulation;

import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches one life of a worker: remembers what moved it, in order, and holds it to the promise that nothing arrives at an
 * operation at a time that was completed there.
 */
final class Watch implements Observer {

    /** A record that was taken, or a frontier that moved by other means. */
    sealed interface Move {
        record Taken(String source) implements Move {}

        record Advanced(String source, Frontier frontier) implements Move {}
    }

    final List<Move> moves = new ArrayList<>();
    private final Map<String, Timestamp> completed = new HashMap<>();
    private final Trace trace;

    Watch(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void taken(String source, Timestamp time, Record record) {
        moves.add(new Move.Taken(source));
    }

    @Override
    public void frontier(String source, Frontier frontier) {
        moves.add(new Move.Advanced(source, frontier));
        trace.add(source + " moves to " + frontier);
    }

    @Override
    public void arrived(String operation, int input, Record record) {
        check(operation, record.time(), true);
    }

    @Override
    public void held(String operation, Timestamp time) {
        check(operation, time, true);
    }

    @Override
    public void completed(String operation, Timestamp time) {
        check(operation, time, false);
        completed.put(operation, time);
        trace.add(operation + " completes " + time);
    }

    /** Node ids do not count: records of all of them are of one time. */
    private void check(String operation, Timestamp time, boolean later) {
        Timestamp before = completed.get(operation);
        if (before == null) {
            return;
        }
        int order = Long.compare(time.physical(), before.physical());
        if (order == 0) {
            order = Long.compareUnsigned(time.counter(), before.counter());
        }
        if (order < 0 || (later && order == 0)) {
            throw new AssertionError(operation + " had completed " + before + ", and then comes " + time);
        }
    }

    @Override
    public void checkpointed(long number) {
        trace.add("checkpoint " + number + " is known to be durable");
    }
}
