package dev.leat.service.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPInputStream;

/** A collector that takes OTLP over HTTP, and decodes its protobuf. It can be told to answer late or to refuse. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<Metric> metrics = new LinkedBlockingQueue<>();
    private final BlockingQueue<LogRecord> logs = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/v1/metrics",
                exchange -> answer(exchange, body -> {
                    ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(body);
                    request.getResourceMetricsList()
                            .forEach(resource -> resource.getScopeMetricsList()
                                    .forEach(scope -> metrics.addAll(scope.getMetricsList())));
                }));
        server.createContext(
                "/v1/logs",
                exchange -> answer(exchange, body -> {
                    ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(body);
                    request.getResourceLogsList()
                            .forEach(resource -> resource.getScopeLogsList()
                                    .forEach(scope -> logs.addAll(scope.getLogRecordsList())));
                }));
        server.start();
    }

    private interface Decoding {
        void decode(byte[] body) throws IOException;
    }

    private void answer(HttpExchange exchange, Decoding decoding) throws IOException {
        try (exchange) {
            byte[] body = body(exchange);
            gate.await();
            if (status == 200) {
                decoding.decode(body);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            return in.readAllBytes();
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answerWith(int status) {
        this.status = status;
    }

    /** Answers nothing until this is counted down. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    List<LogRecord> logs() {
        return List.copyOf(logs);
    }

    static Map<String, String> attributes(List<KeyValue> list) {
        Map<String, String> attributes = new TreeMap<>();
        list.forEach(one -> attributes.put(one.getKey(), one.getValue().getStringValue()));
        return attributes;
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}
