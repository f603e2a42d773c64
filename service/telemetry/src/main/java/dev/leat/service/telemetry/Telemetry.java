package dev.leat.service.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Metrics and logs of a process: counts what modules and the runtime count, serves it to Prometheus and sends it to a
 * collector. Nothing of it makes a worker wait: what is counted is kept in memory, logs wait in a bounded queue, and a
 * collector that is not there is a warning. Safe for use by many threads.
 */
public final class Telemetry implements AutoCloseable {

    /** How many combinations of labels a metric keeps apart; what goes beyond is counted together. */
    public static final int MAXIMUM_SERIES = 2000;

    /** How many log entries wait for the collector; those that come while so many wait are lost. */
    public static final int MAXIMUM_WAITING_LOGS = 2048;

    /** What a collector does not take is told in our own words. Held here: java.util.logging forgets loggers that are not. */
    private static final java.util.logging.Logger EXPORTERS = java.util.logging.Logger.getLogger("io.opentelemetry");

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SdkMeterProvider meters;
    private final Optional<SdkLoggerProvider> loggers;
    private final Optional<PrometheusServer> prometheus;
    private final Optional<CollectorWarnings> warnings;
    private final ModuleInstruments instruments;

    private Telemetry(
            SdkMeterProvider meters,
            Optional<SdkLoggerProvider> loggers,
            Optional<PrometheusServer> prometheus,
            Optional<CollectorWarnings> warnings) {
        this.meters = meters;
        this.loggers = loggers;
        this.prometheus = prometheus;
        this.warnings = warnings;
        this.instruments = new ModuleInstruments(meters.get("dev.leat.module"));
    }

    /** @throws TelemetryException where the port cannot be opened, or the collector's address makes no sense */
    public static Telemetry open(TelemetryOptions options) {
        EXPORTERS.setLevel(java.util.logging.Level.OFF);
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "leat")));
        SdkMeterProviderBuilder meters = SdkMeterProvider.builder().setResource(resource);
        Optional<CollectorWarnings> warnings =
                options.otlp().map(endpoint -> new CollectorWarnings(endpoint, System::nanoTime));
        Optional<String> base = options.otlp().map(Telemetry::base);
        base.ifPresent(endpoint -> meters.registerMetricReader(
                PeriodicMetricReader.builder(WatchedExporters.metrics(
                                OtlpHttpMetricExporter.builder()
                                        .setEndpoint(endpoint + "/v1/metrics")
                                        .setTimeout(TIMEOUT)
                                        // What is counted goes with the next attempt anyway.
                                        .setRetryPolicy(null)
                                        .build(),
                                warnings.orElseThrow()))
                        .setInterval(options.interval())
                        .build(),
                type -> MAXIMUM_SERIES));
        Optional<PrometheusServer> prometheus = options.prometheus().map(PrometheusServer::open);
        prometheus.ifPresent(server -> meters.registerMetricReader(server, type -> MAXIMUM_SERIES));
        Optional<SdkLoggerProvider> loggers = base.map(endpoint -> SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(WatchedExporters.logs(
                                OtlpHttpLogRecordExporter.builder()
                                        .setEndpoint(endpoint + "/v1/logs")
                                        .setTimeout(TIMEOUT)
                                        .build(),
                                warnings.orElseThrow()))
                        .setMaxQueueSize(MAXIMUM_WAITING_LOGS)
                        .setExporterTimeout(TIMEOUT.multipliedBy(2))
                        .build())
                .build());
        return new Telemetry(meters.build(), loggers, prometheus, warnings);
    }

    /** The address without the slash at its end. */
    private static String base(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (!List.of("http", "https").contains(String.valueOf(uri.getScheme())) || uri.getHost() == null) {
                throw new IllegalArgumentException("it is no http:// or https:// address");
            }
            return endpoint.replaceFirst("/+$", "");
        } catch (IllegalArgumentException nonsense) {
            throw new TelemetryException(
                    TelemetryProblem.ENDPOINT,
                    "the collector's address '" + endpoint + "' cannot be used: " + nonsense.getMessage()
                            + "\n  hint: write http://HOST:4318, where the collector takes OTLP over HTTP",
                    nonsense);
        }
    }

    /** Where {@code /metrics} is served. */
    public Optional<InetSocketAddress> prometheusAddress() {
        return prometheus.map(PrometheusServer::address);
    }

    /** The telemetry of one graph. */
    public GraphTelemetry graph(GraphShape shape) {
        return new GraphTelemetry(shape, meters.get("dev.leat"), modules(shape.name(), "", shape.modules()));
    }

    /**
     * The telemetry of a graph's modules alone: of a graph that is a part of something else.
     *
     * @param name of what it is a part of
     * @param prefix what the names of its operations are told with, such as {@code NODE/}
     * @param modules which module each operation runs, by the operation's name
     */
    public ModuleTelemetry modules(String name, String prefix, Map<String, String> modules) {
        return new ModuleTelemetry(name, prefix, modules, instruments, loggers.map(all -> all.get("dev.leat.module")));
    }

    /** How many times the collector did not take what it was sent. */
    public long failedExports() {
        return warnings.map(CollectorWarnings::failures).orElse(0L);
    }

    /** Sends what waits now, for a few seconds at most. */
    public void flush() {
        CompletableResultCode.ofAll(List.of(
                        meters.forceFlush(),
                        loggers.map(SdkLoggerProvider::forceFlush).orElse(CompletableResultCode.ofSuccess())))
                .join(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Sends what waits, for a few seconds at most, and serves no more. */
    @Override
    public void close() {
        CompletableResultCode.ofAll(List.of(
                        meters.shutdown(),
                        loggers.map(SdkLoggerProvider::shutdown).orElse(CompletableResultCode.ofSuccess())))
                .join(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
