package dev.leat.dataflow;

import dev.leat.dataflow.state.CheckpointStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a worker's checkpoints when they are due, one at a time, and acknowledges what they cover. */
final class Checkpointer {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    /** After a checkpoint that failed, at least. */
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final Dataflow dataflow;
    private final CheckpointOptions options;
    private final WorkerClock clock;
    private final @Nullable Observer observer;
    private final Readiness readiness;
    private final List<Flow> flows;
    private final List<SourceNode> sources;
    private final List<OperatorNode> operators;
    private final List<SinkNode> sinks;

    /** How a write ended, said by the store's thread. */
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    private Map<SourceNode, List<Receipt>> covered = Map.of();
    private boolean writing;
    private boolean failing;
    private long number;
    private long last;
    private long pause;

    /** Whether anything was done that no checkpoint holds. */
    private boolean stale;

    /** How many answers of sinks the last checkpoint knew. */
    private long answers;

    private sealed interface Ending {
        record Durable() implements Ending {}

        record Failed(IOException reason) implements Ending {}
    }

    Checkpointer(
            Dataflow dataflow,
            CheckpointOptions options,
            WorkerClock clock,
            @Nullable Observer observer,
            Readiness readiness,
            List<Flow> flows,
            List<SourceNode> sources,
            List<OperatorNode> operators,
            List<SinkNode> sinks) {
        this.dataflow = dataflow;
        this.options = options;
        this.clock = clock;
        this.observer = observer;
        this.readiness = readiness;
        this.flows = flows;
        this.sources = sources;
        this.operators = operators;
        this.sinks = sinks;
        this.pause = options.pause().toNanos();
        this.last = clock.nanoTime();
    }

    void startAfter(long restored) {
        number = restored;
    }

    /** Something was done. */
    void touch() {
        stale = true;
    }

    boolean isWriting() {
        return writing;
    }

    private boolean isStale() {
        return stale || answered() != answers;
    }

    private long answered() {
        long sum = 0;
        for (SinkNode sink : sinks) {
            sum += sink.answered();
        }
        return sum;
    }

    /** Takes note of a write that ended; answers whether one did. */
    boolean settle() {
        Ending ended = ending.getAndSet(null);
        if (ended == null) {
            return false;
        }
        writing = false;
        last = clock.nanoTime();
        switch (ended) {
            case Ending.Durable() -> {
                failing = false;
                pause = options.pause().toNanos();
                covered.values().forEach(receipts -> receipts.forEach(Receipt::acknowledgeEarly));
                if (observer != null) {
                    observer.checkpointed(number);
                }
            }
            case Ending.Failed(IOException reason) -> {
                covered.forEach(SourceNode::uncover);
                stale = true;
                pause = Math.max(options.pause().toNanos(), PAUSE_AFTER_FAILURE);
                if (!failing) {
                    failing = true;
                    LOG.error(
                            "{}: graph '{}': {}. {}",
                            DataflowError.CHECKPOINT_FAILED.code(),
                            dataflow.name(),
                            reason.getMessage() == null ? reason.toString() : reason.getMessage(),
                            DataflowError.CHECKPOINT_FAILED.hint());
                }
            }
        }
        covered = Map.of();
        return true;
    }

    /** In how many nanoseconds a checkpoint is due; the largest number where there is nothing new. */
    long untilDue(boolean idle) {
        if (writing || !isStale()) {
            return Long.MAX_VALUE;
        }
        long distance = idle ? pause : Math.max(pause, options.interval().toNanos());
        return Math.max(0, last + distance - clock.nanoTime());
    }

    /** Cuts, and begins to write. Nothing must be on its way in the graph. */
    void cut() {
        Map<SourceNode, List<Receipt>> covering = new LinkedHashMap<>();
        List<Cut.OfSource> ofSources = new ArrayList<>(sources.size());
        for (SourceNode source : sources) {
            covering.put(source, new ArrayList<>(source.cover()));
            ofSources.add(new Cut.OfSource(source.name(), source.taken(), source.latest(), source.frontier()));
        }
        Map<OperatorNode, List<Timestamp>> times = new HashMap<>();
        flows.forEach(flow -> flow.agenda().addTo(times));
        List<Cut.OfOperator> ofOperators = new ArrayList<>(operators.size());
        for (OperatorNode operator : operators) {
            ofOperators.add(
                    new Cut.OfOperator(operator.name(), operator.save(), times.getOrDefault(operator, List.of())));
        }
        List<Cut.OfSink> ofSinks = new ArrayList<>(sinks.size());
        answers = 0;
        for (SinkNode sink : sinks) {
            answers += sink.answered();
            ofSinks.add(new Cut.OfSink(sink.name(), sink.save(), sink.pending()));
        }
        covered = covering;
        stale = false;
        writing = true;
        number++;
        options.store()
                .write(
                        number,
                        new Cut(dataflow.name(), ofSources, ofOperators, ofSinks),
                        new CheckpointStore.Completion() {
                            @Override
                            public void durable() {
                                end(new Ending.Durable());
                            }

                            @Override
                            public void failed(IOException reason) {
                                end(new Ending.Failed(reason));
                            }
                        });
    }

    private void end(Ending how) {
        ending.set(how);
        readiness.wake();
    }
}
