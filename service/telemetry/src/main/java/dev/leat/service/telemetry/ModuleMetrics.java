package dev.leat.service.telemetry;

import dev.leat.operator.MetricsException;
import dev.leat.operator.OperatorMetrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;
import java.util.Set;

/** What the modules of a graph count, with graph, operation and module beside their own labels. */
final class ModuleMetrics implements OperatorMetrics {

    static final String GRAPH = "graph";
    static final String OPERATION = "operation";
    static final String MODULE = "module";

    /** A module's label of such a name comes out with this before it, as Prometheus does it with those of targets. */
    private static final String EXPORTED = "exported_";

    private static final Set<String> OWN = Set.of(GRAPH, OPERATION, MODULE);
    private static final int MOST_LABELS = 32;
    private static final int LONGEST_LABEL = 256;

    private final ModuleInstruments instruments;
    private final Map<String, Attributes> operations;
    private final Attributes others;

    /** @param operations what each operation's metrics have as attributes */
    ModuleMetrics(ModuleInstruments instruments, Map<String, Attributes> operations, Attributes others) {
        this.instruments = instruments;
        this.operations = operations;
        this.others = others;
    }

    @Override
    public void addToCounter(String operation, String name, long value, Map<String, String> labels) {
        if (value < 0) {
            throw new MetricsException(
                    MetricsException.Reason.INCOMPATIBLE_TYPE,
                    Long.toUnsignedString(value) + " is more than a counter can hold: 9223372036854775807");
        }
        instruments.add(name, value, attributes(operation, labels));
    }

    @Override
    public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            // OpenTelemetry's histograms would leave it out, and say nothing.
            throw new MetricsException(
                    MetricsException.Reason.INCOMPATIBLE_TYPE,
                    value + " cannot be in a histogram: its values are finite, and not negative");
        }
        instruments.histogram(name).record(value, attributes(operation, labels));
    }

    private Attributes attributes(String operation, Map<String, String> labels) {
        Attributes base = operations.getOrDefault(operation, others);
        if (labels.isEmpty()) {
            return base;
        }
        AttributesBuilder builder = base.toBuilder();
        labels.entrySet().stream()
                .limit(MOST_LABELS)
                .forEach(label -> builder.put(
                        cut(OWN.contains(label.getKey()) ? EXPORTED + label.getKey() : label.getKey()),
                        cut(label.getValue())));
        return builder.build();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL);
    }
}
