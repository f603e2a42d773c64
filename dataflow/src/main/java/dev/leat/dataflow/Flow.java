package dev.leat.dataflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connected part of a graph, with the records on their way through it.
 *
 * <p>Records go depth first: all that comes of one reaches its sinks, or what holds it, before the next one starts. So
 * what happens, and in which order, is a function of what the sources bring and in which order, whatever the capacities.
 * Where a sink is full, what is on its way parks here in just that order, and goes on when there is room. Sources bring
 * nothing meanwhile: what is parked is at most what one record leads to.
 *
 * <p>Belongs to the worker's thread.
 */
final class Flow {

    private final Agenda agenda = new Agenda();
    private final List<SourceNode> sources = new ArrayList<>();
    private final @Nullable Observer observer;
    private ArrayDeque<Parked> parked = new ArrayDeque<>();
    private int fullSinks;
    private boolean failed;

    /** Whether due times are among what is parked. */
    private boolean dueParked;

    /** Nothing may go on: a sink is full, something is parked, or the graph failed. */
    private boolean blocked;

    /** The receipt of the record under way, and how many places have come to hold it since it started. */
    private @Nullable Receipt current;

    private int holds;

    Flow(@Nullable Observer observer) {
        this.observer = observer;
    }

    Agenda agenda() {
        return agenda;
    }

    List<SourceNode> sources() {
        return sources;
    }

    @Nullable
    Observer observer() {
        return observer;
    }

    boolean isBlocked() {
        return blocked;
    }

    /** Whether nothing is on its way. */
    boolean isQuiet() {
        return parked.isEmpty();
    }

    /** Sends a source's record into the graph, with the hold that the caller has on its receipt. */
    void send(Port[] ports, Record record) {
        begin(record);
        deliver(ports, record);
        settle();
    }

    /** Takes over the caller's hold, for a record that goes nowhere but to the dead letters. */
    void begin(Record record) {
        current = record.receipt();
        holds = 0;
    }

    /** Those that came to hold the record now do, and its start no longer does. */
    void settle() {
        Receipt receipt = current;
        int change = holds - 1;
        current = null;
        holds = 0;
        if (receipt == null) {
            return;
        }
        if (change > 0) {
            receipt.retain(change);
        } else if (change < 0) {
            receipt.release();
        }
    }

    /** Counts one more place that holds the record. */
    @SuppressWarnings("ReferenceEquality") // a receipt is its identity
    void hold(Record record) {
        if (record.receipt() == current) {
            holds++;
        } else {
            record.receipt().retain();
        }
    }

    /** Has a record arrive at each of the ports, or park before them. */
    void deliver(Port[] ports, Record record) {
        for (Port port : ports) {
            if (blocked) {
                hold(record);
                parked.add(new Parked.Delivery(port, record));
            } else {
                arrive(port, record);
            }
        }
    }

    private void arrive(Port port, Record record) {
        observe(port, record);
        port.consumer().receive(port.input(), record);
    }

    void observe(Port port, Record record) {
        if (observer != null) {
            observer.arrived(port.consumer().name(), port.input(), record);
        }
    }

    /** An operator is not done with a record. */
    void park(OperatorNode node, int input, Record record) {
        hold(record);
        parked.add(new Parked.Call(node, input, record));
        blocked = true;
    }

    /** An operator lost a record while there was no room: what it had emitted before goes first. */
    void park(OperatorNode node, Record record, Throwable reason) {
        hold(record);
        parked.add(new Parked.Loss(node, record, reason));
    }

    /** An operator is not done with a completed time. */
    void park(OperatorNode node, Timestamp time) {
        parked.add(new Parked.Completion(node, time));
        blocked = true;
    }

    void sinkIsFull() {
        fullSinks++;
        blocked = true;
    }

    void sinkHasRoom() {
        fullSinks--;
        unblock();
    }

    /** Nothing goes on any more. */
    void fail() {
        failed = true;
        blocked = true;
    }

    private void unblock() {
        blocked = failed || fullSinks > 0 || !parked.isEmpty();
        if (!blocked) {
            for (SourceNode source : sources) {
                source.makeReady();
            }
        }
    }

    /** Goes on with what is parked, as far as there is room; answers whether anything was. */
    boolean resume() {
        boolean any = false;
        while (!parked.isEmpty() && fullSinks == 0 && !failed) {
            any = true;
            Parked next = parked.remove();
            ArrayDeque<Parked> later = parked;
            parked = new ArrayDeque<>();
            blocked = false;
            run(next);
            if (!parked.isEmpty()) {
                parked.addAll(later);
                break;
            }
            parked = later;
        }
        if (any) {
            unblock();
            complete();
        }
        return any;
    }

    private void run(Parked next) {
        switch (next) {
            case Parked.Delivery delivery -> {
                begin(delivery.record());
                arrive(delivery.port(), delivery.record());
                settle();
            }
            case Parked.Call call -> {
                begin(call.record());
                call.node().resume(call.input(), call.record());
                settle();
            }
            case Parked.Completion completion -> completion.node().complete(completion.time());
            case Parked.Loss loss -> {
                begin(loss.record());
                loss.node().lose(loss.record(), loss.reason());
                settle();
            }
            case Parked.Due() -> {
                dueParked = false;
                complete();
            }
        }
    }

    /**
     * Tells operators of the times that the sources' frontiers have passed, in order. Where there is no room for that, the
     * rest parks, before whatever comes next.
     */
    void complete() {
        while (!blocked) {
            Agenda.Entry due = agenda.pollDue();
            if (due == null) {
                return;
            }
            if (observer != null) {
                observer.completed(due.node().name(), due.time());
            }
            due.node().complete(due.time());
        }
        // What is parked may come to wait for a time that is due by then.
        if (!dueParked && (!parked.isEmpty() || agenda.hasDue())) {
            dueParked = true;
            parked.add(new Parked.Due());
        }
    }
}
