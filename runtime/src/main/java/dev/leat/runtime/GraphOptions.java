package dev.leat.runtime;

import dev.leat.component.model.InstanceLimits;
import dev.leat.component.nn.Inference;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.CheckpointOptions;
import dev.leat.dataflow.Faults;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.graph.Setting;
import dev.leat.operator.HostServices;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorMetrics;
import dev.leat.operator.OperatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a graph runs.
 *
 * @param settings what the user configures, for one operation or for all
 * @param schemas what modules get as schemas, and which connections are validated
 * @param limits what the operations' instances of their modules may use
 * @param services what modules may call
 * @param deadLetters makes the sink that lost records go to; empty: they are only reported
 * @param worker how the graph's worker runs: time, checkpoints, who hears of lost records
 */
public record GraphOptions(
        List<Setting> settings,
        SchemaOptions schemas,
        Limits limits,
        HostServices services,
        Optional<Supplier<? extends Sink>> deadLetters,
        WorkerOptions worker) {

    /**
     * What operations may use.
     *
     * @param instance what each operation's instance of its module may use
     * @param ofOperation the same for single operations, by name
     * @param accumulate how much each accumulate holds, and gives its module in one call
     */
    public record Limits(
            InstanceLimits instance, Map<String, InstanceLimits> ofOperation, AccumulateLimits accumulate) {

        /** 512 MiB and 10 seconds a call for each operation. */
        public static final Limits DEFAULT = new Limits(
                new InstanceLimits(InstanceLimits.DEFAULT.store(), Optional.of(Duration.ofSeconds(10))),
                Map.of(),
                AccumulateLimits.DEFAULT);

        public Limits {
            ofOperation = Map.copyOf(ofOperation);
        }

        /** What an operation's instance may use. */
        public InstanceLimits of(String operation) {
            return ofOperation.getOrDefault(operation, instance);
        }
    }

    /**
     * {@link Limits#DEFAULT}; what modules log and what gets lost goes to the log; time moves by the wall clock where
     * nothing comes.
     */
    public static final GraphOptions DEFAULT = new GraphOptions(
            List.of(),
            SchemaOptions.NONE,
            Limits.DEFAULT,
            HostServices.of(new LoggedOperatorLog(), OperatorMetrics.NONE),
            Optional.empty(),
            WorkerOptions.DEFAULT);

    public GraphOptions {
        settings = List.copyOf(settings);
    }

    public GraphOptions withSettings(List<Setting> settings) {
        return new GraphOptions(settings, schemas, limits, services, deadLetters, worker);
    }

    /** What every module gets as its schemas. */
    public GraphOptions withSchemas(List<OperatorSettings.Schema> schemas) {
        return withSchemas(this.schemas.withModules(schemas));
    }

    public GraphOptions withSchemas(SchemaOptions schemas) {
        return new GraphOptions(settings, schemas, limits, services, deadLetters, worker);
    }

    public GraphOptions withLimits(Limits limits) {
        return new GraphOptions(settings, schemas, limits, services, deadLetters, worker);
    }

    public GraphOptions withLimits(InstanceLimits limits) {
        return withLimits(new Limits(limits, this.limits.ofOperation(), this.limits.accumulate()));
    }

    public GraphOptions withLimitsOf(Map<String, InstanceLimits> limits) {
        return withLimits(new Limits(this.limits.instance(), limits, this.limits.accumulate()));
    }

    public GraphOptions withAccumulateLimits(AccumulateLimits limits) {
        return withLimits(new Limits(this.limits.instance(), this.limits.ofOperation(), limits));
    }

    public GraphOptions withServices(HostServices services) {
        return new GraphOptions(settings, schemas, limits, services, deadLetters, worker);
    }

    public GraphOptions withLog(OperatorLog log) {
        return withServices(services.withLog(log));
    }

    public GraphOptions withMetrics(OperatorMetrics metrics) {
        return withServices(services.withMetrics(metrics));
    }

    /** Share one object among graphs: models that several of them use are in memory once then. */
    public GraphOptions withInference(Inference inference) {
        return withServices(services.withInference(inference));
    }

    public GraphOptions withDeadLetters(Supplier<? extends Sink> sink) {
        return new GraphOptions(settings, schemas, limits, services, Optional.of(sink), worker);
    }

    public GraphOptions withWorker(WorkerOptions worker) {
        return new GraphOptions(settings, schemas, limits, services, deadLetters, worker);
    }

    public GraphOptions withFaults(Faults faults) {
        return withWorker(worker.withFaults(faults));
    }

    public GraphOptions withTime(TimePolicy time) {
        return withWorker(worker.withTime(time));
    }

    public GraphOptions withCheckpoints(CheckpointOptions checkpoints) {
        return withWorker(worker.withCheckpoints(checkpoints));
    }

    public GraphOptions withObserver(Observer observer) {
        return withWorker(worker.withObserver(observer));
    }
}
