package dev.leat.dataflow;

import dev.leat.dataflow.Dataflow.Feed;
import dev.leat.dataflow.Dataflow.Kind;
import dev.leat.dataflow.Dataflow.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of a dataflow, run by one thread in a duty cycle.
 *
 * <p>All methods belong to that thread, except those that say otherwise. {@link RunningDataflow} brings a thread; a test
 * calls {@link #doWork} itself, and then what happens, and in which order, depends on nothing but what sources offer and
 * sinks confirm.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Dataflow dataflow;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, OperationCounters> counters = new LinkedHashMap<>();
    private final Readiness readiness;
    private final AtomicReference<DataflowException> failure = new AtomicReference<>();

    /** Counted down by the worker's thread, read by any. */
    private final AtomicInteger unfinished;

    private volatile boolean stopRequested;
    private boolean stopping;
    private boolean closed;

    public Worker(Dataflow dataflow, WorkerOptions options) {
        this.dataflow = dataflow;
        this.readiness = new Readiness(dataflow.operations().size());
        this.unfinished = new AtomicInteger(dataflow.operations().size());
        assemble(options);
    }

    private void assemble(WorkerOptions options) {
        Context context = new Context(options.faults());
        Map<String, Node> byName = new LinkedHashMap<>();
        Map<String, Edge[][]> outputs = new LinkedHashMap<>();
        for (Operation operation : dataflow.operations()) {
            Edge[][] arms = new Edge[operation.arms().size()][0];
            int index = nodes.size();
            int inputs = operation.feeds().size();
            String name = operation.name();
            Node node = switch (operation.kind()) {
                case Kind.OfSource of ->
                    new SourceNode(name, index, context, of.supplier(), arms, options.inboxCapacity());
                case Kind.OfOperator of -> new OperatorNode(name, index, context, of.supplier(), arms, inputs);
                case Kind.OfSink of -> new SinkNode(name, index, context, of.supplier(), inputs);
            };
            nodes.add(node);
            counters.put(name, node.counters());
            byName.put(name, node);
            outputs.put(name, arms);
        }
        for (Operation operation : dataflow.operations()) {
            Node consumer = node(byName, operation.name());
            Edge[] inputs = new Edge[operation.feeds().size()];
            for (int i = 0; i < inputs.length; i++) {
                Feed feed = operation.feeds().get(i);
                inputs[i] = new Edge(node(byName, feed.from()), consumer, options.edgeCapacity());
                Edge[][] arms = outputs.getOrDefault(feed.from(), new Edge[0][]);
                arms[feed.output()] = appended(arms[feed.output()], inputs[i]);
            }
            switch (consumer) {
                case OperatorNode operator -> operator.connect(inputs);
                case SinkNode sink -> sink.connect(inputs);
                default -> {}
            }
        }
    }

    private static Node node(Map<String, Node> byName, String name) {
        Node node = byName.get(name);
        if (node == null) {
            throw new IllegalStateException("no operation " + name);
        }
        return node;
    }

    private static Edge[] appended(Edge[] edges, Edge edge) {
        Edge[] more = Arrays.copyOf(edges, edges.length + 1);
        more[edges.length] = edge;
        return more;
    }

    /**
     * Creates the operators, starts the sinks, then the sources.
     *
     * @throws DataflowException {@link DataflowError#START} that names the operation; all is closed again
     */
    public void start() {
        for (Class<? extends Node> kind : List.of(OperatorNode.class, SinkNode.class, SourceNode.class)) {
            for (Node node : nodes) {
                if (kind.isInstance(node)) {
                    try {
                        node.start();
                    } catch (Throwable thrown) {
                        close();
                        throw DataflowException.of(DataflowError.START, node.name(), thrown);
                    }
                }
            }
        }
    }

    /**
     * One round of the duty cycle: each operation that has something to do does so once, those that feed others first.
     * Never waits.
     *
     * @return how many operations did something; 0 where there was nothing to do
     */
    public int doWork() {
        if (isDone()) {
            return 0;
        }
        readiness.gather();
        if (stopRequested && !stopping) {
            stopping = true;
            stopSources();
        }
        int done = 0;
        for (int i = readiness.takeNext(0); i >= 0; i = readiness.takeNext(i + 1)) {
            Node node = nodes.get(i);
            try {
                node.run();
            } catch (Throwable thrown) {
                node.fail(DataflowError.OPERATION, thrown);
            }
            if (failure.getPlain() != null) {
                return done;
            }
            done++;
        }
        return done;
    }

    /** Rests until there is something to do or the time is over; may return sooner. */
    public void park(long nanos) {
        readiness.park(nanos);
    }

    /** Whether nothing is left to do for good: all went through to its end, or the graph failed. From any thread. */
    public boolean isDone() {
        return failure.get() != null || unfinished.get() == 0;
    }

    /** Why the graph failed; empty where it did not. From any thread. */
    public Optional<DataflowException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Asks the sources for no more. What they had offered goes on to its end. From any thread. */
    public void requestStop() {
        stopRequested = true;
        readiness.signal(0);
    }

    /** What each operation did so far, by name, in the order of the graph. From any thread. */
    public Map<String, Counts> counts() {
        Map<String, Counts> counts = new LinkedHashMap<>();
        counters.forEach((name, counter) -> counts.put(name, counter.read()));
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
        for (Class<? extends Node> kind : List.of(OperatorNode.class, SinkNode.class, SourceNode.class)) {
            for (Node node : nodes) {
                if (kind.isInstance(node)) {
                    try {
                        node.close();
                    } catch (Throwable thrown) {
                        LOG.warn("graph '{}': operation '{}' did not close", dataflow.name(), node.name(), thrown);
                    }
                }
            }
        }
    }

    private void stopSources() {
        for (Node node : nodes) {
            if (node instanceof SourceNode source) {
                source.stop();
            }
        }
    }

    private final class Context implements WorkerContext {

        private final Faults faults;

        Context(Faults faults) {
            this.faults = faults;
        }

        @Override
        public Readiness readiness() {
            return readiness;
        }

        @Override
        public Faults faults() {
            return faults;
        }

        @Override
        public void fail(DataflowException reason) {
            if (failure.compareAndSet(null, reason)) {
                readiness.signal(0);
            }
        }

        @Override
        public void countFinished() {
            unfinished.decrementAndGet();
        }
    }
}
