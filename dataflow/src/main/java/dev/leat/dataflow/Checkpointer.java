package dev.leat.dataflow;

import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.State;
import java.io.IOException;
import java.util.ArrayDeque;
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

    /** How much longer than a checkpoint the pause behind it is. */
    private static final int PAUSE_FACTOR = 4;

    /** After a checkpoint that failed, at least. */
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final Dataflow dataflow;
    private final CheckpointOptions options;
    private final WorkerClock clock;
    private final @Nullable Observer observer;
    private final Readiness readiness;
    private final Assembly parts;

    /** How a write ended, said by the store's thread. */
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    private Map<SourceNode, ArrayDeque<Receipt>> covered = Map.of();
    private boolean writing;
    private long number;
    private long began;
    private long endedAt;
    private int failures;
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
            Assembly parts) {
        this.dataflow = dataflow;
        this.options = options;
        this.clock = clock;
        this.observer = observer;
        this.readiness = readiness;
        this.parts = parts;
        this.pause = options.pause().toNanos();
        this.endedAt = clock.nanoTime();
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

    private boolean isOutstanding() {
        for (SourceNode source : parts.sources) {
            if (source.isOutstanding()) {
                return true;
            }
        }
        return false;
    }

    private long answered() {
        long sum = 0;
        for (SinkNode sink : parts.sinks) {
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
        endedAt = clock.nanoTime();
        pause = Math.max(options.pause().toNanos(), PAUSE_FACTOR * (endedAt - began));
        switch (ended) {
            case Ending.Durable() -> {
                if (failures > 0) {
                    LOG.info("graph '{}': checkpoints can be written again", dataflow.name());
                }
                failures = 0;
                covered.values().forEach(receipts -> receipts.forEach(Receipt::acknowledgeCovered));
                if (observer != null) {
                    observer.checkpointed(number);
                }
            }
            case Ending.Failed(IOException reason) -> {
                covered.forEach(SourceNode::uncover);
                stale = true;
                failures++;
                pause = Math.max(pause, PAUSE_AFTER_FAILURE);
                if (failures == 1) {
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
        // One that had too much unacknowledged may go on.
        parts.sources.forEach(SourceNode::makeReady);
        return true;
    }

    /** How many checkpoints failed since the last one that did not. */
    int failures() {
        return failures;
    }

    /**
     * In how many nanoseconds a checkpoint is due; the largest number where there is nothing new.
     *
     * @param idle the worker has nothing else to do
     * @param last nothing more comes: there is no later one to wait for
     */
    long untilDue(boolean idle, boolean last) {
        if (writing || !isStale()) {
            return Long.MAX_VALUE;
        }
        boolean soon = last || (idle && isOutstanding());
        long distance = soon ? pause : Math.max(pause, options.interval().toNanos());
        return Math.max(0, endedAt + distance - clock.nanoTime());
    }

    /** Cuts, and begins to write. Nothing must be on its way in the graph. */
    void cut() {
        Map<SourceNode, ArrayDeque<Receipt>> covering = new LinkedHashMap<>();
        List<Cut.OfSource> ofSources = new ArrayList<>(parts.sources.size());
        for (SourceNode source : parts.sources) {
            covering.put(source, source.cover());
            ofSources.add(new Cut.OfSource(source.name(), source.taken(), source.latest(), source.frontier()));
        }
        Map<OperatorNode, List<Timestamp>> times = new HashMap<>();
        parts.flows.forEach(flow -> flow.agenda().addTo(times));
        List<Cut.OfOperator> ofOperators = new ArrayList<>(parts.operators.size());
        for (OperatorNode operator : parts.operators) {
            ofOperators.add(
                    new Cut.OfOperator(operator.name(), save(operator), times.getOrDefault(operator, List.of())));
        }
        List<Cut.OfSink> ofSinks = new ArrayList<>(parts.sinks.size());
        answers = 0;
        for (SinkNode sink : parts.sinks) {
            answers += sink.answered();
            ofSinks.add(new Cut.OfSink(sink.name(), sink.save(), sink.pending()));
        }
        covered = covering;
        stale = false;
        writing = true;
        began = clock.nanoTime();
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

    private static State save(OperatorNode operator) {
        try {
            return operator.save();
        } catch (RuntimeException defect) {
            throw DataflowException.of(DataflowError.OPERATION, operator.name(), defect);
        }
    }

    private void end(Ending how) {
        ending.set(how);
        readiness.wake();
    }
}
