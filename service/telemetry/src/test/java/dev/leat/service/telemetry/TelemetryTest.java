package dev.leat.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.MetricsException;
import dev.leat.operator.OperatorException;
import dev.leat.operator.OperatorLog;
import dev.leat.operator.OperatorLog.Level;
import dev.leat.operator.OperatorMetrics;
import dev.leat.operator.OperatorProblem;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is counted and logged arrives at a collector and at Prometheus; and where it does not, nobody waits. */
class TelemetryTest {

    private static final TelemetryOptions HOURLY = TelemetryOptions.NONE.withInterval(Duration.ofHours(1));
    private static final Map<String, String> MODULES = Map.of("oven", "temperature:1.0.0");
    private static final GraphShape PLANT = new GraphShape("plant", MODULES, Set.of("source"), Set.of("sink"));
    private static final OperatorLog NOWHERE = (level, operation, context, message) -> {};

    private static Telemetry serving() {
        return Telemetry.open(HOURLY.withPrometheus(new InetSocketAddress("127.0.0.1", 0)));
    }

    private static HttpResponse<String> get(Telemetry telemetry, String path) throws Exception {
        InetSocketAddress at = telemetry.prometheusAddress().orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Samples by name and labels, as Prometheus would read them; each must belong to a type that was declared before. */
    private static Map<String, Double> scrape(Telemetry telemetry) throws Exception {
        HttpResponse<String> response = get(telemetry, "/metrics");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        Map<String, Double> samples = new TreeMap<>();
        String declared = "";
        for (String line : response.body().lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                assertThat(line).matches("# TYPE [a-zA-Z_][a-zA-Z0-9_]* (counter|gauge|histogram)");
                declared = line.split(" ")[2];
                continue;
            }
            assertThat(line)
                    .matches("[a-zA-Z_][a-zA-Z0-9_]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\.)*\",?)*\\})? \\S+")
                    .startsWith(declared);
            int space = line.lastIndexOf(' ');
            assertThat(samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1))))
                    .as("twice: " + line)
                    .isNull();
        }
        return samples;
    }

    private static MetricsException refused(Runnable counting) {
        MetricsException failure = catchThrowableOfType(MetricsException.class, counting::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void whatModulesCountIsServedWithGraphOperationModuleAndTheirLabels() throws Exception {
        try (Telemetry telemetry = serving()) {
            OperatorMetrics metrics = telemetry.graph(PLANT).metrics();
            metrics.addToCounter("oven", "requests", 2, Map.of());
            metrics.addToCounter("oven", "requests", 3, Map.of());
            metrics.addToCounter("oven", "requests", 1, Map.of("unit", "a \"b\"\\\nc", "module", "own"));
            metrics.recordToHistogram("oven", "my.size", 7.5, Map.of());
            String own = "graph=\"plant\",module=\"temperature:1.0.0\",operation=\"oven\"";
            assertThat(scrape(telemetry))
                    .containsEntry("requests{" + own + "}", 5.0)
                    .containsEntry("requests{exported_module=\"own\"," + own + ",unit=\"a \\\"b\\\"\\\\\\nc\"}", 1.0)
                    .containsEntry("my_size_sum{" + own + "}", 7.5)
                    .containsEntry("my_size_count{" + own + "}", 1.0)
                    .containsEntry(
                            "my_size_bucket{graph=\"plant\",le=\"+Inf\",module=\"temperature:1.0.0\",operation=\"oven\"}",
                            1.0)
                    .containsEntry(
                            "my_size_bucket{graph=\"plant\",le=\"5.0\",module=\"temperature:1.0.0\",operation=\"oven\"}",
                            0.0)
                    .containsEntry(
                            "my_size_bucket{graph=\"plant\",le=\"10.0\",module=\"temperature:1.0.0\",operation=\"oven\"}",
                            1.0);
        }
    }

    @Test
    void aNameStandsForOneKindOfMetricHoweverItIsSpelled() {
        try (Telemetry telemetry = serving()) {
            OperatorMetrics metrics = telemetry.graph(PLANT).metrics();
            OperatorMetrics others = telemetry
                    .graph(new GraphShape("other", MODULES, Set.of(), Set.of()))
                    .metrics();
            metrics.addToCounter("oven", "my.requests", 1, Map.of());
            assertThat(refused(() -> metrics.recordToHistogram("oven", "my.requests", 1, Map.of()))
                            .reason())
                    .isEqualTo(MetricsException.Reason.INCOMPATIBLE_TYPE);
            assertThat(refused(() -> others.recordToHistogram("oven", "My-Requests", 1, Map.of()))
                            .reason())
                    .isEqualTo(MetricsException.Reason.INCOMPATIBLE_TYPE);
            metrics.recordToHistogram("oven", "size", 1, Map.of());
            assertThat(refused(() -> metrics.addToCounter("oven", "size", 1, Map.of())))
                    .hasMessageContaining("'size' is a histogram");
            for (double value : new double[] {-18.5, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThat(refused(() -> metrics.recordToHistogram("oven", "size", value, Map.of())))
                        .hasMessageContaining("finite, and not negative");
            }
        }
    }

    @Test
    void namesThatAreNoneAndThoseOfTheRuntimeAreRefused() {
        try (Telemetry telemetry = serving()) {
            OperatorMetrics metrics = telemetry.graph(PLANT).metrics();
            for (String name :
                    List.of("", "1a", "a b", "ü", "x".repeat(256), "aio_dataflow_errors", "LEAT.checkpoints")) {
                assertThat(refused(() -> metrics.addToCounter("oven", name, 1, Map.of()))
                                .reason())
                        .as(name)
                        .isEqualTo(MetricsException.Reason.INCOMPATIBLE_TYPE);
            }
            metrics.recordToHistogram("oven", "load", 1, Map.of());
            metrics.addToCounter("oven", "line.sum", 1, Map.of());
            assertThat(refused(() -> metrics.addToCounter("oven", "Load_Count", 1, Map.of())))
                    .hasMessageContaining("under one name");
            assertThat(refused(() -> metrics.recordToHistogram("oven", "line", 1, Map.of())))
                    .hasMessageContaining("under one name");
            metrics.addToCounter("oven", "full", Long.MAX_VALUE - 1, Map.of());
            metrics.addToCounter("oven", "full", 1, Map.of("unit", "C"));
            assertThat(refused(() -> metrics.addToCounter("oven", "full", 1, Map.of())))
                    .hasMessageContaining("beyond what a counter can hold");
            metrics.addToCounter("oven", "full", 0, Map.of());
            assertThat(refused(() -> metrics.addToCounter("oven", "a", -1, Map.of())))
                    .hasMessageContaining("18446744073709551615");
        }
    }

    @Test
    void metricsAndTheirLabelsHaveBounds() throws Exception {
        try (Telemetry telemetry = serving()) {
            OperatorMetrics metrics = telemetry.graph(PLANT).metrics();
            for (int i = 0; i < 3 * Telemetry.MAXIMUM_SERIES; i++) {
                metrics.addToCounter("oven", "wild", 1, Map.of("id", "v" + i));
            }
            Map<String, Double> samples = scrape(telemetry);
            assertThat(samples.keySet().stream()
                            .filter(name -> name.startsWith("wild"))
                            .count())
                    .isLessThanOrEqualTo(Telemetry.MAXIMUM_SERIES);
            assertThat(samples.entrySet().stream()
                            .filter(sample -> sample.getKey().startsWith("wild"))
                            .mapToDouble(Map.Entry::getValue)
                            .sum())
                    .isEqualTo(3.0 * Telemetry.MAXIMUM_SERIES);
            for (int i = 1; i < ModuleInstruments.MAXIMUM_METRICS; i++) {
                metrics.addToCounter("oven", "m" + i, 1, Map.of());
            }
            assertThat(refused(() -> metrics.addToCounter("oven", "last", 1, Map.of()))
                            .reason())
                    .isEqualTo(MetricsException.Reason.LOCK);
        }
    }

    @Test
    void whatTheRuntimeCountsIsServedUnderTheProductsNames() throws Exception {
        try (Telemetry telemetry = serving();
                GraphTelemetry graph = telemetry.graph(PLANT)) {
            Dataflow dataflow = Dataflow.builder("plant")
                    .source("source", () -> new Numbers(5))
                    .operator("oven", () -> Operators.filter(TelemetryTest::passes))
                    .sink("sink", Nowhere::new)
                    .connect("source", "", "oven")
                    .connect("oven", "", "sink")
                    .build();
            try (RunningDataflow running = RunningDataflow.start(
                    dataflow,
                    WorkerOptions.DEFAULT.withObserver(graph.observer()).withFaults(graph.faults(fault -> {})))) {
                graph.watch(running);
                running.await();
            }
            String oven = "{graph=\"plant\",module=\"temperature:1.0.0\",operation=\"oven\"}";
            assertThat(scrape(telemetry))
                    .containsEntry("aio_dataflow_graph_messages_received" + oven, 5.0)
                    .containsEntry("aio_dataflow_graph_messages_sent" + oven, 3.0)
                    .containsEntry("aio_dataflow_messages_filtered" + oven, 1.0)
                    .containsEntry("aio_dataflow_messages_dropped_processing_errors" + oven, 1.0)
                    .containsEntry("aio_dataflow_graph_module_exit" + oven, 1.0)
                    .containsEntry(
                            "aio_dataflow_errors{error_code=\"LEAT-OPERATOR-006\",graph=\"plant\","
                                    + "module=\"temperature:1.0.0\",operation=\"oven\"}",
                            1.0)
                    .containsEntry("aio_dataflow_graph_messages_received{graph=\"plant\",operation=\"source\"}", 5.0)
                    .containsEntry("aio_dataflow_messages_received{graph=\"plant\",operation=\"source\"}", 5.0)
                    .containsEntry("aio_dataflow_messages_sent{graph=\"plant\",operation=\"sink\"}", 3.0)
                    .doesNotContainKey("aio_dataflow_messages_sent" + oven)
                    .containsEntry("aio_dataflow_graph_modules{graph=\"plant\"}", 1.0);
        }
    }

    /** The first is dropped, the second traps, the others pass. */
    private static boolean passes(Record record) {
        String number = ((Bytes) record.value()).asUtf8();
        if (number.equals("1")) {
            throw new OperatorException(OperatorProblem.RECORD_TRAPPED, "trapped");
        }
        return !number.equals("0");
    }

    @Test
    void theFrontiersLagIsToldOnceARecordCame() throws Exception {
        try (Telemetry telemetry = serving();
                GraphTelemetry graph = telemetry.graph(PLANT)) {
            Timestamp hourAgo = new Timestamp(System.currentTimeMillis() - 3_600_000, 0, "t");
            graph.observer().taken("source", hourAgo, new Record(hourAgo, Bytes.EMPTY, Receipt.unacknowledged()));
            assertThat(scrape(telemetry).get("leat_frontier_lag_ms{graph=\"plant\",operation=\"source\"}"))
                    .isBetween(3_600_000.0, 7_200_000.0);
        }
    }

    @Test
    void otherPagesAndMethodsAreRefused() throws Exception {
        try (Telemetry telemetry = serving()) {
            assertThat(get(telemetry, "/").statusCode()).isEqualTo(404);
            assertThat(get(telemetry, "/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            InetSocketAddress address = new InetSocketAddress(taken.getLocalPort());
            assertThatThrownBy(() -> Telemetry.open(HOURLY.withPrometheus(address)))
                    .isInstanceOf(TelemetryException.class)
                    .hasMessageStartingWith("LEAT-TELEMETRY-001: ")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void aCollectorsAddressThatMakesNoSenseIsAnError() {
        for (String endpoint : List.of("localhost:4318", "ftp://host", "http://", "", "http://a b")) {
            assertThatThrownBy(() -> Telemetry.open(HOURLY.withOtlp(endpoint)))
                    .as(endpoint)
                    .isInstanceOf(TelemetryException.class)
                    .hasMessageStartingWith("LEAT-TELEMETRY-002: ");
        }
    }

    @Test
    void aCollectorGetsMetricsAsProtobuf() throws Exception {
        try (Collector collector = new Collector();
                Telemetry telemetry = Telemetry.open(HOURLY.withOtlp(collector.endpoint() + "/"))) {
            OperatorMetrics metrics = telemetry.graph(PLANT).metrics();
            metrics.addToCounter("oven", "requests", 4, Map.of("unit", "C"));
            metrics.recordToHistogram("oven", "size", 7.5, Map.of());
            telemetry.flush();
            Metric requests = named(collector, "requests");
            assertThat(requests.getSum().getIsMonotonic()).isTrue();
            assertThat(requests.getSum().getDataPoints(0).getAsInt()).isEqualTo(4);
            assertThat(Collector.attributes(requests.getSum().getDataPoints(0).getAttributesList()))
                    .isEqualTo(
                            Map.of("graph", "plant", "operation", "oven", "module", "temperature:1.0.0", "unit", "C"));
            assertThat(named(collector, "size").getHistogram().getDataPoints(0).getSum())
                    .isEqualTo(7.5);
        }
    }

    private static Metric named(Collector collector, String name) {
        return collector.metrics().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCollectorGetsLogsWithLevelContextAndOperationAndTheLogItselfGoesOn() throws Exception {
        List<String> local = new ArrayList<>();
        try (Collector collector = new Collector();
                Telemetry telemetry = Telemetry.open(HOURLY.withOtlp(collector.endpoint()))) {
            OperatorLog log = telemetry
                    .graph(PLANT)
                    .log((level, operation, context, message) -> local.add(level + " " + message));
            log.log(Level.CRITICAL, "oven", "module-temperature/map", "panicked at src/lib.rs:1:\nboom\nend");
            log.log(Level.TRACE, "oven", "c", "t");
            telemetry.flush();
            assertThat(local).containsExactly("CRITICAL panicked at src/lib.rs:1:\nboom\nend", "TRACE t");
            assertThat(collector.logs()).hasSize(2);
            LogRecord first = collector.logs().getFirst();
            assertThat(first.getBody().getStringValue()).isEqualTo("panicked at src/lib.rs:1:\nboom\nend");
            assertThat(first.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_FATAL);
            assertThat(Collector.attributes(first.getAttributesList()))
                    .isEqualTo(Map.of(
                            "graph", "plant",
                            "operation", "oven",
                            "module", "temperature:1.0.0",
                            "context", "module-temperature/map"));
        }
    }

    @Test
    void aCollectorThatDoesNotAnswerHoldsNobodyUpAndTheQueueIsBounded() throws Exception {
        try (Collector collector = new Collector();
                Telemetry telemetry = Telemetry.open(HOURLY.withOtlp(collector.endpoint()))) {
            CountDownLatch gate = collector.hold();
            OperatorLog log = telemetry.graph(PLANT).log(NOWHERE);
            // Were one of these to wait for the collector, the test would never come to its end.
            for (int i = 0; i < 10 * Telemetry.MAXIMUM_WAITING_LOGS; i++) {
                log.log(Level.INFO, "oven", "c", "line " + i);
            }
            gate.countDown();
            telemetry.flush();
            assertThat(collector.logs()).isNotEmpty().hasSizeLessThan(10 * Telemetry.MAXIMUM_WAITING_LOGS);
        }
    }

    @Test
    void aCollectorThatComesBackGetsTheCountsOfTheMeantime() throws Exception {
        try (Collector collector = new Collector();
                Telemetry telemetry = Telemetry.open(HOURLY.withOtlp(collector.endpoint()))) {
            OperatorMetrics metrics = telemetry.graph(PLANT).metrics();
            collector.answerWith(400);
            metrics.addToCounter("oven", "requests", 4, Map.of());
            telemetry.flush();
            assertThat(telemetry.failedExports()).isEqualTo(1);
            collector.answerWith(200);
            metrics.addToCounter("oven", "requests", 3, Map.of());
            telemetry.flush();
            assertThat(named(collector, "requests").getSum().getDataPoints(0).getAsInt())
                    .isEqualTo(7);
        }
    }

    @Test
    void aCollectorThatIsNotThereIsAFailedExportAndNoError() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Telemetry telemetry = Telemetry.open(HOURLY.withOtlp("http://127.0.0.1:" + port))) {
            telemetry.graph(PLANT).metrics().addToCounter("oven", "requests", 1, Map.of());
            telemetry.flush();
            assertThat(telemetry.failedExports()).isPositive();
        }
    }

    @Test
    void levelsHoldForOperationsAndForTheRest() {
        List<String> passed = new ArrayList<>();
        OperatorLog log = new LeveledLog(
                Level.WARN,
                Map.of("oven", Level.DEBUG),
                (level, operation, context, message) -> passed.add(operation + " " + level));
        for (Level level : Level.values()) {
            log.log(level, "oven", "c", "m");
            log.log(level, "room", "c", "m");
        }
        assertThat(passed)
                .containsExactly(
                        "oven DEBUG",
                        "oven INFO",
                        "oven WARN",
                        "room WARN",
                        "oven ERROR",
                        "room ERROR",
                        "oven CRITICAL",
                        "room CRITICAL");
    }

    private record Numbers(int count) implements Source {
        @Override
        public void start(Ingress ingress) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        ingress.put(new Timestamp(1000 + i, 0, "t"), Bytes.utf8(String.valueOf(i)), () -> {});
                    }
                    ingress.end();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private record Nowhere() implements Sink {
        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            confirmation.done();
            return true;
        }
    }
}
