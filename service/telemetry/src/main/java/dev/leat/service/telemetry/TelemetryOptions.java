package dev.leat.service.telemetry;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Where metrics and logs go.
 *
 * @param prometheus where {@code /metrics} is served; port 0 for any that is free
 * @param otlp the collector's address, such as {@code http://localhost:4318}: OTLP over HTTP, in protobuf
 * @param interval how often metrics go to the collector
 */
public record TelemetryOptions(Optional<InetSocketAddress> prometheus, Optional<String> otlp, Duration interval) {

    /** Nowhere; every 10 seconds. */
    public static final TelemetryOptions NONE =
            new TelemetryOptions(Optional.empty(), Optional.empty(), Duration.ofSeconds(10));

    public TelemetryOptions withPrometheus(InetSocketAddress address) {
        return new TelemetryOptions(Optional.of(address), otlp, interval);
    }

    public TelemetryOptions withOtlp(String endpoint) {
        return new TelemetryOptions(prometheus, Optional.of(endpoint), interval);
    }

    public TelemetryOptions withInterval(Duration interval) {
        return new TelemetryOptions(prometheus, otlp, interval);
    }
}
