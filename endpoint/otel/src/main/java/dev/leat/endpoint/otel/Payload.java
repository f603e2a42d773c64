package dev.leat.endpoint.otel;

import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.List;
import java.util.SortedMap;

/** What a message holds. */
record Payload(List<Measurement> metrics, List<LogLine> logs) {

    /** For a time that the message does not say. */
    static final long NO_TIME = -1;

    /**
     * A value of a metric.
     *
     * @param value a Long where the type is whole, else a Double
     * @param unit empty for none
     * @param description empty for none
     * @param time in nanoseconds since the epoch, or {@link #NO_TIME}
     */
    record Measurement(
            String name,
            MetricType type,
            Number value,
            String unit,
            String description,
            long time,
            SortedMap<String, String> attributes) {}

    /**
     * A line of a log.
     *
     * @param level as the message has it
     * @param time in nanoseconds since the epoch, or {@link #NO_TIME}
     */
    record LogLine(
            String text, String level, SeverityNumber severity, long time, SortedMap<String, String> attributes) {}
}
