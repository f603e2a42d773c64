package dev.leat.cli;

import dev.leat.service.telemetry.TelemetryOptions;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where metrics and logs go. */
final class ExportOptions {

    @Option(
            names = "--metrics-port",
            paramLabel = "[HOST:]PORT",
            description = "Serve metrics to Prometheus at /metrics on this port; of this machine alone, if no HOST is"
                    + " given. 0 takes a free one.")
    private @Nullable String metricsPort;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description = "Send metrics and the modules' logs to a collector that takes OTLP over HTTP, such as"
                    + " http://localhost:4318.")
    private @Nullable String otlp;

    /** Empty where they ask for nothing. */
    Optional<TelemetryOptions> options() {
        if (metricsPort == null && otlp == null) {
            return Optional.empty();
        }
        TelemetryOptions options = TelemetryOptions.NONE;
        if (metricsPort != null) {
            options = options.withPrometheus(ListenAddress.parse("--metrics-port", metricsPort));
        }
        return Optional.of(otlp == null ? options : options.withOtlp(otlp));
    }

    /** Whether anything goes to a collector. */
    boolean toCollector() {
        return otlp != null;
    }

    static String told(InetSocketAddress address) {
        return "metrics at http://" + address.getHostString() + ":" + address.getPort() + "/metrics";
    }
}
