package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A collector that takes OTLP over gRPC, decoded by the protocol's own classes. It can be told to answer late, and what.
 * Exports without entries are answered and not kept.
 */
public final class TestCollector implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final String ANYBODY = "";

    final BlockingQueue<ExportMetricsServiceRequest> metrics = new LinkedBlockingQueue<>();
    final BlockingQueue<ExportLogsServiceRequest> logs = new LinkedBlockingQueue<>();
    final Queue<String> authorizations = new ConcurrentLinkedQueue<>();

    /** When exports came that were not taken, in nanoseconds of {@link System#nanoTime}, and then one that was. */
    final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();

    /** What the next exports with entries are answered; with none left, all is well. */
    final Queue<StatusRuntimeException> failures = new ConcurrentLinkedQueue<>();

    final AtomicInteger refused = new AtomicInteger();
    /** Who shows it may export; until it is set, anybody. */
    public volatile String token = ANYBODY;

    /** For {@link #unwanted}: each of them. */
    static final String ANYTHING = "*";

    /** The name of a metric with which an export is an invalid argument, whatever else is in it. */
    volatile String unwanted = "";

    volatile ExportMetricsServiceResponse metricsAnswer = ExportMetricsServiceResponse.getDefaultInstance();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final Server server;

    private TestCollector(int port, ServerCredentials credentials, int maxBytes) throws IOException {
        this(port, credentials, maxBytes, true);
    }

    private TestCollector(int port, ServerCredentials credentials, int maxBytes, boolean takingMetrics)
            throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
                .maxInboundMessageSize(maxBytes)
                .addService(new Logs())
                .intercept(new Guard());
        if (takingMetrics) {
            builder.addService(new Metrics());
        }
        server = builder.build().start();
    }

    public static TestCollector start() throws IOException {
        return startAt(0);
    }

    public static TestCollector startAt(int port) throws IOException {
        return new TestCollector(port, InsecureServerCredentials.create(), 4 << 20);
    }

    static TestCollector taking(int maxBytes) throws IOException {
        return new TestCollector(0, InsecureServerCredentials.create(), maxBytes);
    }

    static TestCollector ofLogs() throws IOException {
        return new TestCollector(0, InsecureServerCredentials.create(), 4 << 20, false);
    }

    public static TestCollector withTls(Path certificate, Path key) throws IOException {
        return new TestCollector(0, TlsServerCredentials.create(certificate.toFile(), key.toFile()), 4 << 20);
    }

    public static TestCollector withClientCertificates(Path certificate, Path key, Path authority) throws IOException {
        return new TestCollector(
                0,
                TlsServerCredentials.newBuilder()
                        .keyManager(certificate.toFile(), key.toFile())
                        .trustManager(authority.toFile())
                        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                        .build(),
                4 << 20);
    }

    public int port() {
        return server.getPort();
    }

    OtelConnectionOptions plain() {
        return OtelConnectionOptions.of("http://127.0.0.1:" + port());
    }

    /** Answers nothing from now on. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Answers again. */
    void release() {
        gate.countDown();
    }

    void fail(Status status) {
        failures.add(status.asRuntimeException());
    }

    void failFor(Status status, long waitMillis) {
        failures.add(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(status.getCode().value())
                .setMessage("busy")
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder()
                                .setSeconds(waitMillis / 1000)
                                .setNanos((int) (waitMillis % 1000) * 1_000_000))
                        .build()))
                .build()));
    }

    /** The next export with metrics. */
    public ExportMetricsServiceRequest next() throws InterruptedException {
        ExportMetricsServiceRequest next = metrics.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an export of metrics").isNotNull();
        return next;
    }

    List<Metric> nextMetrics() throws InterruptedException {
        return metrics(next());
    }

    public static List<Metric> metrics(ExportMetricsServiceRequest request) {
        assertThat(request.getResourceMetricsCount()).isEqualTo(1);
        assertThat(request.getResourceMetrics(0).getScopeMetricsCount()).isEqualTo(1);
        return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
    }

    /** The only metric of the next export. */
    public Metric nextMetric() throws InterruptedException {
        List<Metric> metrics = nextMetrics();
        assertThat(metrics).hasSize(1);
        return metrics.getFirst();
    }

    public ExportLogsServiceRequest nextLogs() throws InterruptedException {
        ExportLogsServiceRequest next = logs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an export of logs").isNotNull();
        return next;
    }

    public static List<LogRecord> lines(ExportLogsServiceRequest request) {
        return request.getResourceLogs(0).getScopeLogs(0).getLogRecordsList();
    }

    @Override
    public void close() {
        release();
        try {
            assertThat(server.shutdownNow().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> void answer(boolean empty, Runnable keep, T answer, StreamObserver<T> observer) {
        if (empty) {
            observer.onNext(answer);
            observer.onCompleted();
            return;
        }
        try {
            gate.await();
        } catch (InterruptedException ended) {
            observer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        arrivals.add(System.nanoTime());
        StatusRuntimeException failure = failures.poll();
        if (failure != null) {
            refused.incrementAndGet();
            observer.onError(failure);
            return;
        }
        keep.run();
        observer.onNext(answer);
        observer.onCompleted();
    }

    private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {

        @Override
        public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> observer) {
            if (request.getResourceMetricsCount() > 0
                    && metrics(request).stream()
                            .anyMatch(metric -> unwanted.equals(ANYTHING)
                                    || metric.getName().equals(unwanted))) {
                refused.incrementAndGet();
                observer.onError(Status.INVALID_ARGUMENT
                        .withDescription("no such metric")
                        .asRuntimeException());
                return;
            }
            answer(
                    request.getResourceMetricsCount() == 0,
                    () -> metrics.add(request),
                    request.getResourceMetricsCount() == 0
                            ? ExportMetricsServiceResponse.getDefaultInstance()
                            : metricsAnswer,
                    observer);
        }
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {

        @Override
        public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
            answer(
                    request.getResourceLogsCount() == 0,
                    () -> logs.add(request),
                    ExportLogsServiceResponse.getDefaultInstance(),
                    observer);
        }
    }

    private final class Guard implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String shown = headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            authorizations.add(String.valueOf(shown));
            if (!token.equals(ANYBODY) && !("Bearer " + token).equals(shown)) {
                call.close(Status.UNAUTHENTICATED.withDescription("who are you?"), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            assertThat(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
                    .isNotNull();
            return next.startCall(call, headers);
        }
    }
}
