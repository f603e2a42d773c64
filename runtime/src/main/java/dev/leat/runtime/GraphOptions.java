package dev.leat.runtime;

import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.Faults;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.TimePolicy;
import dev.leat.graph.Setting;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a graph runs.
 *
 * @param settings what the user configures, for one operation or for all
 * @param limits what each operation's instance of its module may use
 * @param limitsOf the same for single operations, by name
 * @param accumulateLimits how much each accumulate holds, and gives its module in one call
 * @param log where the modules' log goes
 * @param metrics where the modules' counts go
 * @param faults hears of records that were lost
 * @param time how the frontiers of sources move
 * @param deadLetters makes the sink that lost records go to; empty: they are only reported
 * @param checkpoints where the graph's state is kept; empty: nowhere
 * @param observer watches the graph's worker
 */
public record GraphOptions(
        List<Setting> settings,
        InstanceLimits limits,
        Map<String, InstanceLimits> limitsOf,
        AccumulateLimits accumulateLimits,
        OperatorLog log,
        OperatorMetrics metrics,
        Faults faults,
        TimePolicy time,
        Optional<Supplier<? extends Sink>> deadLetters,
        Optional<CheckpointOptions> checkpoints,
        Optional<Observer> observer) {

    /**
     * 512 MiB and 10 seconds a call for each operation; what modules log and what gets lost goes to the log; time moves by
     * the wall clock where nothing comes.
     */
    public static final GraphOptions DEFAULT = new GraphOptions(
            List.of(),
            new InstanceLimits(InstanceLimits.DEFAULT.store(), Optional.of(Duration.ofSeconds(10))),
            Map.of(),
            AccumulateLimits.DEFAULT,
            new LoggedOperatorLog(),
            OperatorMetrics.NONE,
            Faults.logged(),
            TimePolicy.WALL_CLOCK,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public GraphOptions {
        settings = List.copyOf(settings);
        limitsOf = Map.copyOf(limitsOf);
    }

    /** What an operation's instance may use. */
    public InstanceLimits limitsOf(String operation) {
        return limitsOf.getOrDefault(operation, limits);
    }

    public GraphOptions withSettings(List<Setting> settings) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withLimits(InstanceLimits limits) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withLimitsOf(Map<String, InstanceLimits> limitsOf) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withAccumulateLimits(AccumulateLimits accumulateLimits) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withLog(OperatorLog log) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withMetrics(OperatorMetrics metrics) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withFaults(Faults faults) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withTime(TimePolicy time) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                observer);
    }

    public GraphOptions withDeadLetters(Supplier<? extends Sink> sink) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                Optional.of(sink),
                checkpoints,
                observer);
    }

    public GraphOptions withCheckpoints(CheckpointOptions checkpoints) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                Optional.of(checkpoints),
                observer);
    }

    public GraphOptions withObserver(Observer observer) {
        return new GraphOptions(
                settings,
                limits,
                limitsOf,
                accumulateLimits,
                log,
                metrics,
                faults,
                time,
                deadLetters,
                checkpoints,
                Optional.of(observer));
    }
}
