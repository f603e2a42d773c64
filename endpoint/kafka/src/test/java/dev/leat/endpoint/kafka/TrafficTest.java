package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** How it is found out that a broker is gone or frozen. */
final class TrafficTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, Double> values =
            new HashMap<>(Map.of("incoming-byte-total", 0.0, "connection-count", 0.0));
    private final Traffic traffic = new Traffic(
            "consumer",
            Map.of(
                    name("consumer-metrics", "incoming-byte-total"), metric("incoming-byte-total"),
                    name("consumer-metrics", "connection-count"), metric("connection-count"),
                    name("consumer-node-metrics", "incoming-byte-total"), metric("of another group")),
            nanos::get);

    private static MetricName name(String group, String name) {
        return new MetricName(name, group, "", Map.of());
    }

    private Metric metric(String name) {
        return new Metric() {

            @Override
            public MetricName metricName() {
                return name("consumer-metrics", name);
            }

            @Override
            public Object metricValue() {
                return values.getOrDefault(name, -1.0);
            }
        };
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        traffic.look();
    }

    @Test
    void aConnectionThatBrokeIsLostUntilSomethingComes() {
        assertThat(traffic.hasHeard()).isFalse();
        values.put("connection-count", 1.0);
        values.put("incoming-byte-total", 100.0);
        pass(1);
        assertThat(traffic.hasHeard()).isTrue();
        assertThat(traffic.isLost()).isFalse();
        values.put("connection-count", 0.0);
        pass(1);
        assertThat(traffic.isLost()).isTrue();
        // An attempt to connect counts as a connection, and says nothing.
        values.put("connection-count", 1.0);
        pass(1);
        assertThat(traffic.isLost()).isTrue();
        values.put("incoming-byte-total", 101.0);
        pass(1);
        assertThat(traffic.isLost()).isFalse();
    }

    @Test
    void aBrokerThatAnswersNothingIsSilent() {
        values.put("connection-count", 1.0);
        values.put("incoming-byte-total", 100.0);
        pass(1);
        pass(9_000);
        assertThat(traffic.isLost()).isFalse();
        assertThat(traffic.silentMillis()).isEqualTo(9_000);
        values.put("incoming-byte-total", 200.0);
        pass(1);
        assertThat(traffic.silentMillis()).isZero();
    }
}
