package dev.leat.dataflow;

import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of a dataflow, run by one thread in a duty cycle.
 *
 * <p>All methods belong to that thread, except those that say otherwise. {@link RunningDataflow} brings a thread; a test
 * calls {@link #doWork} itself, and then what happens, and in which order, depends on nothing but what sources offer,
 * sinks confirm and the clock says.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** While something waits for the wall clock, which may be set anew: the longest rest. */
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

    /** How often the last checkpoint is tried. */
    private static final int LAST_ATTEMPTS = 30;

    private final Dataflow dataflow;
    private final WorkerOptions options;
    private final WorkerClock clock;
    private final Assembly parts;
    private final Readiness readiness;
    private final @Nullable SinkNode deadLetters;
    private final @Nullable Checkpointer checkpointer;
    private final AtomicReference<DataflowException> failure = new AtomicReference<>();
    private final List<String> notRestored = new ArrayList<>();

    private volatile boolean stopRequested;
    private volatile boolean done;
    private boolean stopping;
    private boolean drained;
    private boolean closed;

    public Worker(Dataflow dataflow, WorkerOptions options) {
        this.dataflow = dataflow;
        this.options = options;
        this.clock = options.clock();
        this.readiness = new Readiness(dataflow.operations().size() + 1);
        Context context = new Context();
        this.parts = new Assembly(dataflow, options, context);
        this.deadLetters = dataflow.deadLetters()
                .map(operation ->
                        parts.addDeadLetters(operation.name(), (Dataflow.Kind.OfSink) operation.kind(), context))
                .orElse(null);
        this.checkpointer = options.checkpoints()
                .map(given -> new Checkpointer(
                        dataflow, given, clock, options.observer().orElse(null), readiness, parts))
                .orElse(null);
    }

    /**
     * Creates the operators, restores the latest checkpoint where there is one, starts the sinks, then the sources.
     *
     * @throws DataflowException {@link DataflowError#START} that names the operation, {@link DataflowError#CHECKPOINT}
     *     where a checkpoint cannot be used; all is closed again
     */
    public void start() {
        readiness.begin();
        try {
            start(parts.operators);
            create();
            restore();
            start(parts.sinks);
            start(parts.sources);
        } catch (Throwable thrown) {
            close();
            throw thrown;
        }
    }

    private static void start(List<? extends Node> nodes) {
        for (Node node : nodes) {
            try {
                node.start();
            } catch (Throwable thrown) {
                throw DataflowException.of(DataflowError.START, node.name(), thrown);
            }
        }
    }

    private void create() {
        for (SinkNode sink : parts.sinks) {
            try {
                sink.create();
            } catch (Throwable thrown) {
                throw DataflowException.of(DataflowError.START, sink.name(), thrown);
            }
        }
    }

    private void restore() {
        if (checkpointer == null) {
            return;
        }
        try {
            Optional<CheckpointStore.Stored> latest =
                    options.checkpoints().orElseThrow().store().latest();
            if (latest.isPresent()) {
                restore(latest.get(), checkpointer);
            }
        } catch (IOException unusable) {
            throw DataflowException.of(
                    DataflowError.CHECKPOINT,
                    null,
                    new IOException("graph '" + dataflow.name() + "': " + unusable.getMessage(), unusable));
        }
    }

    private void restore(CheckpointStore.Stored stored, Checkpointer into) throws IOException {
        Cut.Restored cut;
        try {
            cut = Cut.read(new StateReader(stored.content()));
        } catch (IOException | RuntimeException nonsense) {
            throw new IOException(stored.place() + " makes no sense: " + nonsense.getMessage(), nonsense);
        }
        if (!cut.graph().equals(dataflow.name())) {
            throw new IOException(stored.place() + " is of the graph '" + cut.graph() + "', not of '" + dataflow.name()
                    + "'; use another directory for this graph's state");
        }
        for (SourceNode source : parts.sources) {
            Cut.OfSource of = cut.sources().remove(source.name());
            if (of != null) {
                source.restore(of.taken(), of.latest(), of.frontier());
            }
        }
        for (OperatorNode operator : parts.operators) {
            Cut.Restored.Operator of = cut.operators().remove(operator.name());
            if (of != null && (of.state().length > 0 || !of.times().isEmpty())) {
                restore(operator, of);
            }
        }
        for (SinkNode sink : parts.sinks) {
            Cut.Restored.Sink of = cut.sinks().remove(sink.name());
            if (of != null) {
                restore(sink, of);
            }
        }
        for (Cut.OfSource of : cut.sources().values()) {
            if (of.taken() > 0) {
                throw new IOException(stored.place() + " holds " + of.taken() + " records of a source '" + of.name()
                        + "', which this graph does not have: it would bring them again. Name it so, or use another"
                        + " directory");
            }
        }
        cut.operators().forEach((name, of) -> {
            if (of.state().length > 0 || !of.times().isEmpty()) {
                notRestored.add("operation '" + name + "' is not in the graph any more: what it held, for "
                        + of.times().size() + " times, is gone");
            }
        });
        for (Map.Entry<String, Cut.Restored.Sink> sink : cut.sinks().entrySet()) {
            if (sink.getValue().state().length > 0) {
                throw new IOException(stored.place() + " knows where a sink '" + sink.getKey()
                        + "' stood, which this graph does not have: what it put out would be lost. Name it so, or use"
                        + " another directory");
            }
        }
        cut.sinks().forEach((name, of) -> {
            if (!of.pending().isEmpty()) {
                notRestored.add("sink '" + name + "' is not in the graph any more: "
                        + of.pending().size() + " records that it had not yet delivered are gone");
            }
        });
        into.startAfter(stored.number());
        LOG.info("graph '{}' goes on from {}", dataflow.name(), stored.place());
        notRestored.forEach(line -> LOG.warn("graph '{}': {}", dataflow.name(), line));
    }

    private static void restore(SinkNode sink, Cut.Restored.Sink of) throws IOException {
        try {
            sink.restore(of.pending(), of.state());
        } catch (IOException | RuntimeException unreadable) {
            throw new IOException("sink '" + sink.name() + "': " + unreadable.getMessage(), unreadable);
        }
    }

    private void restore(OperatorNode operator, Cut.Restored.Operator of) {
        try {
            operator.restore(of.state(), of.times());
        } catch (DataflowException failure) {
            throw failure;
        } catch (IOException | RuntimeException unreadable) {
            notRestored.add("operation '" + operator.name() + "' cannot go on from what it held, for "
                    + of.times().size() + " times: " + unreadable.getMessage());
        }
    }

    /** What the restored checkpoint held and this graph cannot take, a sentence each. From any thread, after the start. */
    public List<String> notRestored() {
        return Collections.unmodifiableList(notRestored);
    }

    /**
     * One round of the duty cycle: each source that has something to bring does so, for a turn; each sink is offered what
     * waits. Never waits.
     *
     * @return how many things were done; 0 where there was nothing to do
     */
    public int doWork() {
        if (isDone()) {
            return 0;
        }
        try {
            return round();
        } catch (Throwable defect) {
            // Outside of any operation's own work: nothing can be said of what is on its way.
            parts.flows.forEach(Flow::fail);
            failure.compareAndSet(null, DataflowException.of(DataflowError.OPERATION, dataflow.name(), defect));
            return 0;
        }
    }

    private int round() {
        readiness.gather();
        int count = 0;
        if (stopRequested && !stopping) {
            stopping = true;
            stopSources();
            count++;
        }
        count += runReady();
        for (Flow flow : parts.flows) {
            if (!flow.isQuiet() && flow.resume()) {
                touch();
                count++;
            }
        }
        if (failure.getPlain() == null) {
            count += watchClock();
            count += checkpoint(count == 0);
            checkDone();
        }
        return count;
    }

    private int runReady() {
        int count = 0;
        for (int i = readiness.takeNext(0); i >= 0; i = readiness.takeNext(i + 1)) {
            Node node = parts.nodes.get(i);
            try {
                if (node instanceof SourceNode source) {
                    boolean finished = source.isFinished();
                    if (source.run() > 0 || source.isFinished() != finished) {
                        touch();
                    }
                } else if (node instanceof SinkNode sink) {
                    sink.run();
                }
            } catch (Throwable thrown) {
                node.fail(DataflowError.OPERATION, thrown);
            }
            if (failure.getPlain() != null) {
                break;
            }
            count++;
        }
        return count;
    }

    private void touch() {
        if (checkpointer != null) {
            checkpointer.touch();
        }
    }

    /** Where times are waited for and sources bring nothing, the wall clock moves on their frontiers. */
    private int watchClock() {
        int count = 0;
        for (Flow flow : parts.flows) {
            if (untilClock(flow) == 0) {
                long now = clock.nanoTime();
                long wall = clock.wallMillis();
                long before = flow.agenda().least();
                for (SourceNode source : flow.sources()) {
                    source.followClock(now, wall);
                }
                if (flow.agenda().least() != before) {
                    touch();
                    count++;
                }
            }
        }
        return count;
    }

    /** In how many nanoseconds the wall clock may complete a time; the largest number where it never does. */
    private long untilClock(Flow flow) {
        if (flow.agenda().isEmpty() || flow.isBlocked() || stopping) {
            return Long.MAX_VALUE;
        }
        long now = clock.nanoTime();
        long wall = clock.wallMillis();
        long soonest = Long.MAX_VALUE;
        for (Agenda.Reach reach : flow.agenda().reaches()) {
            if (reach.isEmpty()) {
                continue;
            }
            long latest = 0;
            for (SourceNode source : reach.sources()) {
                if (!source.hasPassed(reach.least())) {
                    long passed = source.untilPassed(reach.least(), wall);
                    latest = Math.max(latest, Math.max(source.untilIdle(now), TimeUnit.MILLISECONDS.toNanos(passed)));
                }
            }
            soonest = Math.min(soonest, latest);
        }
        return soonest;
    }

    private int checkpoint(boolean idle) {
        Checkpointer made = checkpointer;
        if (made == null) {
            return 0;
        }
        int count = made.settle() ? 1 : 0;
        if (isQuiet() && made.untilDue(idle, drained) == 0) {
            made.cut();
            count++;
        }
        return count;
    }

    private boolean isQuiet() {
        for (Flow flow : parts.flows) {
            if (!flow.isQuiet()) {
                return false;
            }
        }
        return true;
    }

    private void checkDone() {
        if (!drained) {
            for (SourceNode source : parts.sources) {
                if (!source.isFinished()) {
                    return;
                }
            }
            parts.sinks.forEach(SinkNode::expectEnd);
            if (!isQuiet()) {
                return;
            }
            boolean all = true;
            for (SinkNode sink : parts.sinks) {
                if (!sink.isDrained()) {
                    sink.drain();
                    all = false;
                }
            }
            if (!all) {
                return;
            }
            drained = true;
        }
        Checkpointer made = checkpointer;
        if (made != null && made.failures() >= LAST_ATTEMPTS) {
            failure.compareAndSet(
                    null,
                    new DataflowException(
                            DataflowError.CHECKPOINT_FAILED,
                            null,
                            "the last checkpoint of graph '" + dataflow.name() + "' could not be written in "
                                    + LAST_ATTEMPTS + " attempts, and nothing else is left to do.",
                            null));
            return;
        }
        // The last checkpoint holds what windows still hold.
        if (made == null || (!made.isWriting() && made.untilDue(true, true) == Long.MAX_VALUE)) {
            done = true;
        }
    }

    /** Rests until there is something to do or the time is over; may return sooner. */
    public void park(long nanos) {
        long rest = rest(nanos);
        if (rest > 0) {
            readiness.park(rest);
        }
    }

    /** How long it may rest now, unless it is woken. */
    long rest(long nanos) {
        long rest = nanos;
        for (Flow flow : parts.flows) {
            long clocked = untilClock(flow);
            if (clocked != Long.MAX_VALUE) {
                rest = Math.min(rest, Math.min(clocked, LONGEST_REST));
            }
        }
        if (checkpointer != null && isQuiet()) {
            rest = Math.min(rest, checkpointer.untilDue(true, drained));
        }
        return rest;
    }

    /** Whether nothing is left to do for good: all went through to its end, or the graph failed. From any thread. */
    public boolean isDone() {
        return done || failure.get() != null;
    }

    /** Why the graph failed; empty where it did not. From any thread. */
    public Optional<DataflowException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /**
     * Asks the sources for no more. What they had offered goes on to its end; what operators hold for a time that has not
     * come stays theirs: it is in the last checkpoint, or comes again where the source can bring it again. From any
     * thread.
     */
    public void requestStop() {
        stopRequested = true;
        readiness.wake();
    }

    /** What each operation did so far, by name, in the order of the graph. From any thread. */
    public Map<String, Counts> counts() {
        Map<String, Counts> counts = new LinkedHashMap<>();
        parts.nodes.forEach(node -> counts.put(node.name(), node.counters().read()));
        return Collections.unmodifiableMap(counts);
    }

    /**
     * Closes the operators in the order of the graph, then the sinks, then the sources. What is still under way is
     * abandoned: never acknowledged. Further calls do nothing.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stopSources();
        } catch (Throwable thrown) {
            LOG.warn("graph '{}': a source did not stop", dataflow.name(), thrown);
        }
        close(parts.operators);
        close(parts.sinks);
        close(parts.sources);
    }

    private void close(List<? extends Node> nodes) {
        for (Node node : nodes) {
            try {
                node.close();
            } catch (Throwable thrown) {
                LOG.warn("graph '{}': operation '{}' did not close", dataflow.name(), node.name(), thrown);
            }
        }
    }

    private void stopSources() {
        parts.sources.forEach(SourceNode::stop);
    }

    private final class Context implements WorkerContext {

        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public Faults faults() {
            return options.faults();
        }

        @Override
        public WorkerClock clock() {
            return clock;
        }

        @Override
        public @Nullable SinkNode deadLetters() {
            return deadLetters;
        }

        @Override
        public boolean isCheckpointed() {
            return options.checkpoints().isPresent();
        }

        @Override
        public void fail(DataflowException reason) {
            if (failure.compareAndSet(null, reason)) {
                readiness.wake();
            }
        }
    }
}
