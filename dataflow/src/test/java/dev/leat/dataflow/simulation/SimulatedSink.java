package dev.leat.dataflow.simulation;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A sink in one life of the process. One that can go back appends to a file what it is offered, and confirms in order; it
 * goes back to what was confirmed. A plain one is seen from outside: what got there stays there.
 */
final class SimulatedSink implements Sink {

    /** What is there, and outlives the process. */
    static final class Outside {
        final String name;
        final boolean restorable;
        final Predicate<String> failing;
        final List<Output> outputs = new ArrayList<>();

        Outside(String name, boolean restorable, Predicate<String> failing) {
            this.name = name;
            this.restorable = restorable;
            this.failing = failing;
        }
    }

    /**
     * How it behaves in this life.
     *
     * @param window it takes so many before it confirms; 0: it confirms at once
     * @param foreign it confirms on another thread
     * @param inOrder it confirms in order
     * @param early records get there before they are confirmed; otherwise at that moment
     */
    record Manner(int window, boolean foreign, boolean inOrder, boolean early) {}

    private record Taken(Record record, Confirmation confirmation, boolean fails) {}

    private final Outside outside;
    private final Manner manner;
    private final Trace trace;
    private final List<Taken> taken = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private @Nullable Egress egress;
    private boolean refusing;
    private boolean refused;
    private boolean restored;
    private long confirmed;

    SimulatedSink(Outside outside, Manner manner, Trace trace) {
        this.outside = outside;
        this.manner = manner;
        this.trace = trace;
    }

    @Override
    public void start(Egress started) {
        egress = started;
        if (outside.restorable && !restored) {
            outside.outputs.clear();
        }
        trace.add(outside.name + " starts with " + outside.outputs.size());
    }

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        if (refusing || (manner.window() > 0 && taken.size() >= manner.window())) {
            refused = true;
            return false;
        }
        Taken one = new Taken(record, confirmation, outside.failing.test(Text.of(record.value())));
        Output output = Output.of(record);
        order.add(output.all());
        trace.add(outside.name + " takes " + output.all());
        if (!one.fails() && (outside.restorable || manner.early())) {
            outside.outputs.add(output);
        }
        if (manner.window() == 0) {
            answer(one);
        } else {
            taken.add(one);
        }
        return true;
    }

    private void answer(Taken one) {
        if (one.fails()) {
            one.confirmation().failed(new IllegalArgumentException("never"));
            return;
        }
        if (outside.restorable) {
            confirmed++;
        } else if (!manner.early()) {
            outside.outputs.add(Output.of(one.record()));
        }
        one.confirmation().done();
    }

    /** All that it was offered and took, in order. */
    List<String> order() {
        return order;
    }

    /** Whether it confirms on another thread, and so at any moment. */
    boolean isForeign() {
        return manner.foreign();
    }

    boolean isIdle() {
        return taken.isEmpty() && !refusing;
    }

    /** Refuses everything from here on, or no longer. */
    void refuse(boolean refuses) {
        refusing = refuses;
        if (!refuses && refused && egress != null) {
            refused = false;
            egress.wake();
        }
    }

    /** Confirms one. */
    void confirm(SplittableRandom random) {
        if (taken.isEmpty()) {
            return;
        }
        Taken one = taken.remove(outside.restorable || manner.inOrder() ? 0 : random.nextInt(taken.size()));
        if (manner.foreign()) {
            onAnotherThread(() -> answer(one));
        } else {
            answer(one);
        }
    }

    private static void onAnotherThread(Runnable work) {
        @Nullable Throwable[] thrown = {null};
        Thread thread = Thread.ofVirtual().unstarted(work);
        thread.setUncaughtExceptionHandler((dead, reason) -> thrown[0] = reason);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        if (thrown[0] != null) {
            throw new AssertionError(thrown[0]);
        }
    }

    /** The process dies: what was under way gets there or does not. */
    void crash(SplittableRandom random) {
        if (!outside.restorable && !manner.early()) {
            for (Taken one : taken) {
                if (!one.fails() && random.nextBoolean()) {
                    outside.outputs.add(Output.of(one.record()));
                }
            }
        }
    }

    @Override
    public State save() {
        if (!outside.restorable) {
            return State.NONE;
        }
        long length = confirmed;
        return writer -> writer.writeLong(length);
    }

    @Override
    public void restore(StateReader state) throws IOException {
        restored = true;
        confirmed = state.readLong();
        if (confirmed > outside.outputs.size()) {
            throw new IOException(outside.name + " has " + outside.outputs.size() + " and not " + confirmed);
        }
        outside.outputs.subList((int) confirmed, outside.outputs.size()).clear();
    }
}
