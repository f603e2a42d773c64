package dev.leat.endpoint.kafka;

import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client hears from its brokers, which it does not say itself: it goes on trying in silence. Looks at how many
 * bytes came in, and how many connections there are. Safe for use by several threads.
 */
final class Traffic {

    private static final long MILLION = 1_000_000;

    private final @Nullable Metric bytes;
    private final @Nullable Metric connections;
    private final LongSupplier nanoTime;

    private double lastBytes;
    private long heard;
    private boolean lost;

    /** @param kind {@code consumer} or {@code producer} */
    Traffic(String kind, Map<MetricName, ? extends Metric> metrics, LongSupplier nanoTime) {
        this.bytes = metric(kind, "incoming-byte-total", metrics);
        this.connections = metric(kind, "connection-count", metrics);
        this.nanoTime = nanoTime;
        this.heard = nanoTime.getAsLong();
    }

    private static @Nullable Metric metric(String kind, String name, Map<MetricName, ? extends Metric> metrics) {
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            if (metric.getKey().name().equals(name) && metric.getKey().group().equals(kind + "-metrics")) {
                return metric.getValue();
            }
        }
        return null;
    }

    /** Looks again. */
    synchronized void look() {
        double now = value(bytes);
        if (now != lastBytes) {
            lastBytes = now;
            heard = nanoTime.getAsLong();
            lost = false;
        } else if (value(connections) == 0) {
            lost = true;
        }
    }

    /** Whether anything ever came. */
    synchronized boolean hasHeard() {
        look();
        return lastBytes > 0;
    }

    /** Whether there was no connection when it was last looked for, and nothing came since. */
    synchronized boolean isLost() {
        return lost;
    }

    /** How long nothing came, in milliseconds, as of the last look. */
    synchronized long silentMillis() {
        return (nanoTime.getAsLong() - heard) / MILLION;
    }

    private static double value(@Nullable Metric metric) {
        return metric != null && metric.metricValue() instanceof Double value ? value : 0;
    }
}
