package dev.leat.service.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Serves {@code /metrics} in Prometheus' text format, to a few at a time. Workers have no part in it. */
final class PrometheusServer implements MetricReader {

    private static final int MOST_AT_A_TIME = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_AT_A_TIME);
    private volatile CollectionRegistration metrics = CollectionRegistration.noop();

    private PrometheusServer(HttpServer server) {
        this.server = server;
    }

    static PrometheusServer open(InetSocketAddress address) {
        try {
            PrometheusServer opened = new PrometheusServer(HttpServer.create(address, 0));
            opened.server.setExecutor(opened.threads);
            opened.server.createContext("/", opened::answer);
            opened.server.start();
            return opened;
        } catch (IOException | IllegalArgumentException taken) {
            throw new TelemetryException(
                    TelemetryProblem.PORT,
                    "metrics cannot be served at " + address + ": " + taken.getMessage()
                            + "\n  hint: give another port, or 0 for one that is free",
                    taken);
        }
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!room.tryAcquire()) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                send(exchange, 404, "text/plain", "metrics are at /metrics\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "text/plain", "only GET\n");
            } else {
                send(exchange, 200, PrometheusText.CONTENT_TYPE, text());
            }
        } finally {
            room.release();
        }
    }

    /** One at a time: a registration is not for several threads at once. */
    private synchronized String text() {
        return PrometheusText.of(metrics.collectAllMetrics());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void register(CollectionRegistration registration) {
        metrics = registration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        server.stop(0);
        threads.shutdownNow();
        return CompletableResultCode.ofSuccess();
    }
}
