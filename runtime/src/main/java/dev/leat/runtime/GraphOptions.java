package dev.leat.runtime;

import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.Faults;
import dev.leat.graph.Setting;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a graph runs.
 *
 * @param settings what the user configures, for one operation or for all
 * @param limits what each operation's instance of its module may use
 * @param log where the modules' log goes
 * @param metrics where the modules' counts go
 * @param faults hears of records that were lost
 */
public record GraphOptions(
        List<Setting> settings, InstanceLimits limits, OperatorLog log, OperatorMetrics metrics, Faults faults) {

    /** 512 MiB and 10 seconds a call for each operation; what modules log and what gets lost goes to the log. */
    public static final GraphOptions DEFAULT = new GraphOptions(
            List.of(),
            new InstanceLimits(InstanceLimits.DEFAULT.store(), Optional.of(Duration.ofSeconds(10))),
            new LoggedOperatorLog(),
            OperatorMetrics.NONE,
            Faults.logged());

    public GraphOptions {
        settings = List.copyOf(settings);
    }

    public GraphOptions withSettings(List<Setting> settings) {
        return new GraphOptions(settings, limits, log, metrics, faults);
    }

    public GraphOptions withLimits(InstanceLimits limits) {
        return new GraphOptions(settings, limits, log, metrics, faults);
    }

    public GraphOptions withLog(OperatorLog log) {
        return new GraphOptions(settings, limits, log, metrics, faults);
    }

    public GraphOptions withMetrics(OperatorMetrics metrics) {
        return new GraphOptions(settings, limits, log, metrics, faults);
    }

    public GraphOptions withFaults(Faults faults) {
        return new GraphOptions(settings, limits, log, metrics, faults);
    }
}
