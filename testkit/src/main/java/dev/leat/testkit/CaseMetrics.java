package dev.leat.testkit;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.leat.operator.OperatorMetrics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up what the modules of one case count and measure. */
final class CaseMetrics implements OperatorMetrics {

    /** Different names and labels; what is beyond is not kept, and no case expects so many. */
    private static final int MOST = 10_000;

    private record Key(String operation, String name, Map<String, String> labels) {}

    private record Sum(BigDecimal value, long count) {
        static final Sum NOTHING = new Sum(BigDecimal.ZERO, 0);

        Sum plus(BigDecimal more) {
            return new Sum(value.add(more), count + 1);
        }

        Sum plus(Sum other) {
            return new Sum(value.add(other.value), count + other.count);
        }
    }

    private final OperatorMetrics next;
    private final Map<Key, Sum> sums = new LinkedHashMap<>();

    CaseMetrics(OperatorMetrics next) {
        this.next = next;
    }

    @Override
    public void addToCounter(String operation, String name, long value, Map<String, String> labels) {
        add(operation, name, new BigDecimal(Long.toUnsignedString(value)), labels);
        next.addToCounter(operation, name, value, labels);
    }

    @Override
    public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {
        if (Double.isFinite(value)) {
            add(operation, name, BigDecimal.valueOf(value), labels);
        }
        next.recordToHistogram(operation, name, value, labels);
    }

    private synchronized void add(String operation, String name, BigDecimal value, Map<String, String> labels) {
        Key key = new Key(operation, name, Map.copyOf(labels));
        if (sums.containsKey(key) || sums.size() < MOST) {
            sums.merge(key, Sum.NOTHING.plus(value), Sum::plus);
        }
    }

    /** Where they are not as expected. */
    synchronized List<Difference> differences(List<ExpectedMetric> expected) {
        List<Difference> differences = new ArrayList<>();
        for (ExpectedMetric metric : expected) {
            Sum sum = sums.entrySet().stream()
                    .filter(entry -> fits(entry.getKey(), metric))
                    .map(Map.Entry::getValue)
                    .reduce(Sum.NOTHING, Sum::plus);
            String path = "metrics." + metric.name();
            metric.value()
                    .filter(value -> value.compareTo(sum.value()) != 0)
                    .ifPresent(value -> differences.add(Difference.of(
                            path + ".value",
                            Optional.of(DecimalNode.valueOf(value)),
                            Optional.of(DecimalNode.valueOf(sum.value())))));
            metric.count()
                    .filter(count -> count != sum.count())
                    .ifPresent(count -> differences.add(Difference.of(
                            path + ".count",
                            Optional.of(LongNode.valueOf(count)),
                            Optional.of(LongNode.valueOf(sum.count())))));
        }
        return differences;
    }

    private static boolean fits(Key key, ExpectedMetric metric) {
        return key.name().equals(metric.name())
                && metric.operation().map(key.operation()::equals).orElse(true)
                && key.labels().entrySet().containsAll(metric.labels().entrySet());
    }
}
