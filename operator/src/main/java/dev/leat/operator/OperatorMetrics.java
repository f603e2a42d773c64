package dev.leat.operator;

import java.util.Map;

/**
 * Where modules count and measure. Called by the workers' threads; must not block. Both functions may throw {@link
 * MetricsException}, and the module is told.
 */
public interface OperatorMetrics {

    /** @param value unsigned */
    void addToCounter(String operation, String name, long value, Map<String, String> labels);

    void recordToHistogram(String operation, String name, double value, Map<String, String> labels);

    /** Forgets everything. */
    OperatorMetrics NONE = new OperatorMetrics() {
        @Override
        public void addToCounter(String operation, String name, long value, Map<String, String> labels) {}

        @Override
        public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {}
    };
}
