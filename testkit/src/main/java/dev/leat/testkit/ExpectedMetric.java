package dev.leat.testkit;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What modules are expected to have counted or measured.
 *
 * @param operation that did; empty: all of them together
 * @param labels that the counts have to have, with others or without
 * @param value a counter's sum, or a histogram's
 * @param count how many times; empty where that does not matter
 */
public record ExpectedMetric(
        String name,
        Optional<String> operation,
        Map<String, String> labels,
        Optional<BigDecimal> value,
        Optional<Long> count) {

    public ExpectedMetric {
        labels = Map.copyOf(labels);
    }
}
