package dev.leat.dataflow.simulation;

import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A source in one life of the process. */
final class SimulatedSource implements Source {

    /** What outlives the process: at a broker, what was acknowledged, which is gone for good. */
    static final class Backlog {

        final Scenario.Feeder feeder;
        final BitSet acknowledged = new BitSet();

        Backlog(Scenario.Feeder feeder) {
            this.feeder = feeder;
        }
    }

    private final Backlog backlog;
    private final boolean offeringWhenRoom;

    /** The offer that another thread makes, counted from 0; what is offered goes another way from then on. */
    private final int elsewhereAt;

    private final Trace trace;
    private final List<Integer> queue = new ArrayList<>();
    private final BitSet acknowledgedHere = new BitSet();
    private final List<Integer> acknowledgementsUnderWay = new ArrayList<>();
    private long[] least = {};
    private int next;
    private int offers;
    private @Nullable Ingress ingress;
    private boolean ended;
    private boolean saidAll;

    /** So many acknowledgements came in this life. */
    int acknowledgements;

    SimulatedSource(Backlog backlog, boolean offeringWhenRoom, int elsewhereAt, Trace trace) {
        this.backlog = backlog;
        this.offeringWhenRoom = offeringWhenRoom;
        this.elsewhereAt = elsewhereAt;
        this.trace = trace;
    }

    private Ingress ingress() {
        if (ingress == null) {
            throw new IllegalStateException("not started");
        }
        return ingress;
    }

    @Override
    public void start(Ingress started) {
        ingress = started;
        int from = backlog.feeder.broker() ? 0 : Math.toIntExact(started.restored());
        for (int i = from; i < backlog.feeder.arrivals().size(); i++) {
            if (!backlog.feeder.broker() || !backlog.acknowledged.get(i)) {
                queue.add(i);
            }
        }
        least = new long[queue.size() + 1];
        least[queue.size()] = Long.MAX_VALUE;
        for (int i = queue.size() - 1; i >= 0; i--) {
            least[i] = Math.min(least[i + 1], arrival(i).physical());
        }
        trace.add(backlog.feeder.name() + " starts with " + queue.size());
    }

    private Scenario.Arrival arrival(int i) {
        return backlog.feeder.arrivals().get(queue.get(i));
    }

    boolean hasMore() {
        return next < queue.size();
    }

    /** The least physical time of what it has still to offer. */
    long leastToCome() {
        return least[next];
    }

    /** Offers the next record that is not from the far future, and those before it. */
    boolean offerBeforeFar() {
        while (hasMore() && arrival(next).physical() > Scenario.FAR) {
            offer();
        }
        return offer();
    }

    /** Offers the next record; answers whether there was one and room for it. */
    boolean offer() {
        if (!hasMore() || ingress().isClosed()) {
            return false;
        }
        if (!offerNext()) {
            if (offeringWhenRoom) {
                ingress().whenRoom(() -> {
                    if (hasMore()) {
                        offerNext();
                    }
                });
            }
            return false;
        }
        return true;
    }

    private boolean offerNext() {
        int index = queue.get(next);
        Scenario.Arrival arrival = arrival(next);
        Timestamp time = new Timestamp(arrival.physical(), arrival.counter(), arrival.node());
        BooleanSupplier offering = () -> ingress().offer(time, value(arrival, time), () -> acknowledge(index));
        boolean taken = offers++ == elsewhereAt ? elsewhere(offering) : offering.getAsBoolean();
        if (taken) {
            next++;
        }
        return taken;
    }

    private static boolean elsewhere(BooleanSupplier offering) {
        return CompletableFuture.supplyAsync(
                        offering::getAsBoolean, task -> Thread.ofPlatform().start(task))
                .join();
    }

    private DataModel value(Scenario.Arrival arrival, Timestamp time) {
        Bytes text = Bytes.utf8(arrival.text());
        return arrival.message()
                ? new Message(
                        time.toDataTimestamp(),
                        Bytes.EMPTY,
                        Optional.empty(),
                        text,
                        List.of(new UserProperty(Output.ORIGIN, backlog.feeder.name())),
                        Optional.empty())
                : text;
    }

    private void acknowledge(int index) {
        if (acknowledgedHere.get(index)) {
            throw new AssertionError(backlog.feeder.name() + ": record " + index + " was acknowledged twice");
        }
        acknowledgedHere.set(index);
        acknowledgements++;
        acknowledgementsUnderWay.add(index);
        trace.add(backlog.feeder.name() + " acknowledged " + index);
    }

    /** All that was taken in this life was acknowledged, none was before. */
    void checkAcknowledged() {
        if (acknowledgements != next) {
            throw new AssertionError(backlog.feeder.name() + ": " + next + " were taken, and " + acknowledgements
                    + " acknowledged: " + acknowledgedHere);
        }
    }

    /** Acknowledgements reach the broker, so many of them. */
    void acknowledge(SplitCount count) {
        for (int left = count.of(acknowledgementsUnderWay.size()); left > 0; left--) {
            backlog.acknowledged.set(acknowledgementsUnderWay.removeFirst());
        }
    }

    /** How many of so many. */
    @FunctionalInterface
    interface SplitCount {
        int of(int all);
    }

    /** Says that nothing before this time comes any more. */
    boolean advance(long millis) {
        boolean said = ingress().advance(Frontier.at(millis));
        trace.add(backlog.feeder.name() + " says " + millis + " " + said);
        return said;
    }

    /** Brings the source to its end; to be called until it answers true. */
    boolean finish(Scenario.Ending ending) {
        switch (ending) {
            case END -> {
                if (!ended) {
                    ended = true;
                    ingress().end();
                }
            }
            case ADVANCE -> saidAll = saidAll || advance(Scenario.FAR / 2);
            case SILENCE -> {}
        }
        return ending != Scenario.Ending.ADVANCE || saidAll;
    }

    @Override
    public void close() {
        acknowledge(all -> all);
    }
}
