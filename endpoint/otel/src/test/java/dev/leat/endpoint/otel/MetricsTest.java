package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a collector gets of what messages hold. */
final class MetricsTest {

    private static final long NOW_NANOS = Feed.NOW * 1_000_000;

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }

    @ParameterizedTest
    @CsvSource({
        "u64_counter, 3, 4, true",
        "f64_counter, 3.25, 4, true",
        "i64_up_down_counter, 3, -7, false",
        "f64_up_down_counter, 3.5, -7.25, false"
    })
    void aSumIsCumulativeOverBatches(String type, String first, String second, boolean monotonic) throws Exception {
        boolean whole = type.contains("64_") && !type.startsWith("f");
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch(Feed.metric("made", type, first), Feed.metric("made", type, first));
            feed.batch(Feed.metric("made", type, second));
            Metric one = collector.nextMetric();
            Metric two = collector.nextMetric();
            for (Metric metric : List.of(one, two)) {
                assertThat(metric.getName()).isEqualTo("made");
                assertThat(metric.getSum().getIsMonotonic()).isEqualTo(monotonic);
                assertThat(metric.getSum().getAggregationTemporality())
                        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
                assertThat(metric.getSum().getDataPointsCount()).isEqualTo(1);
            }
            NumberDataPoint before = one.getSum().getDataPoints(0);
            NumberDataPoint after = two.getSum().getDataPoints(0);
            double sum = 2 * Double.parseDouble(first);
            assertThat(before.hasAsInt()).isEqualTo(whole);
            assertThat(number(before)).isEqualTo(sum);
            assertThat(number(after)).isEqualTo(sum + Double.parseDouble(second));
            assertThat(before.getStartTimeUnixNano()).isPositive().isEqualTo(after.getStartTimeUnixNano());
            assertThat(before.getTimeUnixNano()).isGreaterThanOrEqualTo(before.getStartTimeUnixNano());
            assertThat(after.getTimeUnixNano()).isGreaterThanOrEqualTo(before.getTimeUnixNano());
            assertThat(feed.done).hasValue(3);
        }
    }

    private static double number(NumberDataPoint point) {
        return point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    }

    @ParameterizedTest
    @CsvSource({"u64_gauge, 3, 4", "i64_gauge, -3, 4", "f64_gauge, -0.5, 12.75"})
    void eachValueOfAGaugeIsAPointOfItsOwn(String type, String first, String second) throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            String timed = "{\"metrics\":[{\"name\":\"level\",\"metric_type\":\"" + type + "\",\"value\":" + first
                    + ",\"timestamp\":1234567890123456789,\"attributes\":[{\"key\":\"tank\",\"value\":\"a\"}]}]}";
            feed.batch(timed, Feed.metric("level", type, second), timed);
            Metric metric = collector.nextMetric();
            assertThat(metric.getGauge().getDataPointsList())
                    .extracting(
                            MetricsTest::number,
                            NumberDataPoint::getTimeUnixNano,
                            point -> attributes(point.getAttributesList()))
                    .containsExactly(
                            tuple(Double.parseDouble(first), 1234567890123456789L, Map.of("tank", "a")),
                            tuple(Double.parseDouble(second), NOW_NANOS, Map.of()),
                            tuple(Double.parseDouble(first), 1234567890123456789L, Map.of("tank", "a")));
            assertThat(metric.getGauge().getDataPointsList())
                    .allMatch(point -> point.hasAsInt() == !type.startsWith("f"))
                    .allMatch(point -> point.getStartTimeUnixNano() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"u64_histogram", "f64_histogram"})
    void aHistogramIsCumulativeOverBatches(String type) throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch(
                    Feed.metric("took", type, "0"),
                    Feed.metric("took", type, "5"),
                    Feed.metric("took", type, "6"),
                    Feed.metric("took", type, "20000"));
            feed.batch(Feed.metric("took", type, "10000"));
            HistogramDataPoint first = collector.nextMetric().getHistogram().getDataPoints(0);
            Metric metric = collector.nextMetric();
            assertThat(metric.getHistogram().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
            HistogramDataPoint second = metric.getHistogram().getDataPoints(0);
            assertThat(first.getExplicitBoundsList())
                    .containsExactly(
                            0d, 5d, 10d, 25d, 50d, 75d, 100d, 250d, 500d, 750d, 1000d, 2500d, 5000d, 7500d, 10000d);
            assertThat(first.getBucketCountsList())
                    .containsExactly(1L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
            assertThat(second.getBucketCountsList())
                    .containsExactly(1L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L);
            assertThat(first.getCount()).isEqualTo(4);
            assertThat(second.getCount()).isEqualTo(5);
            assertThat(second.getSum()).isEqualTo(30_011);
            assertThat(second.getMin()).isZero();
            assertThat(second.getMax()).isEqualTo(20_000);
            assertThat(second.getStartTimeUnixNano()).isEqualTo(first.getStartTimeUnixNano());
        }
    }

    @Test
    void attributesInWhateverOrderMakeASeries() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            String start = "{\"metrics\":[{\"name\":\"made\",\"type\":\"u64_counter\",\"value\":1,\"attributes\":[";
            feed.batch(
                    start + "{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"2\"}]}]}",
                    start + "{\"key\":\"b\",\"value\":\"2\"},{\"key\":\"a\",\"value\":\"1\"}]}]}",
                    start + "{\"key\":\"a\",\"value\":\"1\"}]}]}",
                    Feed.metric("made", "u64_counter", "1"));
            assertThat(collector.nextMetric().getSum().getDataPointsList())
                    .extracting(point -> attributes(point.getAttributesList()), NumberDataPoint::getAsInt)
                    .containsExactlyInAnyOrder(
                            tuple(Map.of("a", "1", "b", "2"), 2L), tuple(Map.of("a", "1"), 1L), tuple(Map.of(), 1L));
        }
    }

    @Test
    void aMessageMayHoldManyMetricsAndLogs() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch("""
                    {"metrics": [
                       {"name": "made", "type": "u64_counter", "value": 2.0, "unit": "{piece}", "description": "pieces",
                        "unknown": [{}]},
                       {"name": "level", "type": "f64_gauge", "value": 1, "unit": null, "attributes": null, "timestamp": null}],
                     "other": {"deep": [1, {"a": null}]},
                     "logs": [{"value": "begun", "level": "info"}]}
                    """);
            assertThat(collector.nextMetrics())
                    .extracting(Metric::getName, Metric::getUnit, Metric::getDescription)
                    .containsExactlyInAnyOrder(tuple("made", "{piece}", "pieces"), tuple("level", "", ""));
            assertThat(TestCollector.lines(collector.nextLogs())).hasSize(1);
            assertThat(feed.done).hasValue(1);
        }
    }

    /** As the sample otel-transform makes it, with a user property that was there twice. */
    @Test
    void whatTheSampleModuleMakesIsTaken() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch("""
                    {"metrics":[{"name":"temperature","value":21.0,"metric_type":"u64_counter","unit":"C",
                     "timestamp":1767225600000000000,
                     "attributes":[{"key":"factoryId","value":"a"},{"key":"factoryId","value":"b"}]}]}""");
            Metric metric = collector.nextMetric();
            assertThat(metric.getUnit()).isEqualTo("C");
            assertThat(metric.getSum().getDataPoints(0).getAsInt()).isEqualTo(21);
            assertThat(attributes(metric.getSum().getDataPoints(0).getAttributesList()))
                    .isEqualTo(Map.of("factoryId", "b"));
        }
    }

    @Test
    void emptyListsAreNothingToSend() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch("{\"metrics\":[]}", "{\"logs\":[],\"metrics\":null}");
            assertThat(feed.done).hasValue(2);
            assertThat(collector.arrivals).isEmpty();
        }
    }

    @Test
    void linesHaveTheirSeverity() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            List<String> levels = List.of("trace", "debug", "info", "warn", "error", "fatal");
            feed.batch(levels.stream()
                    .map(level -> "{\"logs\":[{\"value\":\"at " + level + "\",\"level\":\"" + level
                            + "\",\"timestamp\":7,\"attributes\":[{\"key\":\"line\",\"value\":\"2\"}]}]}")
                    .toArray(String[]::new));
            List<LogRecord> lines = TestCollector.lines(collector.nextLogs());
            assertThat(lines)
                    .extracting(LogRecord::getSeverityNumber)
                    .containsExactly(
                            SeverityNumber.SEVERITY_NUMBER_TRACE,
                            SeverityNumber.SEVERITY_NUMBER_DEBUG,
                            SeverityNumber.SEVERITY_NUMBER_INFO,
                            SeverityNumber.SEVERITY_NUMBER_WARN,
                            SeverityNumber.SEVERITY_NUMBER_ERROR,
                            SeverityNumber.SEVERITY_NUMBER_FATAL);
            assertThat(lines).extracting(LogRecord::getSeverityText).isEqualTo(levels);
            assertThat(lines)
                    .extracting(line -> line.getBody().getStringValue())
                    .isEqualTo(levels.stream().map(level -> "at " + level).toList());
            assertThat(lines).allMatch(line -> line.getTimeUnixNano() == 7);
            assertThat(lines).allMatch(line -> line.getObservedTimeUnixNano() > NOW_NANOS);
            assertThat(lines)
                    .allMatch(line -> attributes(line.getAttributesList()).equals(Map.of("line", "2")));
        }
    }

    @Test
    void aLineWithoutATimeHasThatOfItsMessage() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch(Feed.log("now"));
            assertThat(TestCollector.lines(collector.nextLogs()).getFirst().getTimeUnixNano())
                    .isEqualTo(NOW_NANOS);
        }
    }

    @Test
    void resourceAndScopeSayWhoSends() throws Exception {
        OtelSinkOptions options =
                Feed.LATE.withServiceName("line 4").withResourceAttributes(Map.of("service.instance.id", "one"));
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), options)) {
            feed.batch(Feed.metric("made", "u64_counter", "1"), Feed.log("begun"));
            ExportMetricsServiceRequest metrics = collector.next();
            ExportLogsServiceRequest logs = collector.nextLogs();
            for (Resource resource : List.of(
                    metrics.getResourceMetrics(0).getResource(),
                    logs.getResourceLogs(0).getResource())) {
                assertThat(attributes(resource.getAttributesList()))
                        .isEqualTo(Map.of("service.name", "line 4", "service.instance.id", "one"));
            }
            assertThat(metrics.getResourceMetrics(0)
                            .getScopeMetrics(0)
                            .getScope()
                            .getName())
                    .isEqualTo("leat");
            assertThat(logs.getResourceLogs(0).getScopeLogs(0).getScope().getName())
                    .isEqualTo("leat");
        }
    }

    @Test
    void aWholeSumStaysAtTheEndOfItsRange() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch(
                    Feed.metric("made", "u64_counter", Long.toString(Long.MAX_VALUE)),
                    Feed.metric("made", "u64_counter", "5"),
                    Feed.metric("real", "f64_counter", "1.7e308"),
                    Feed.metric("real", "f64_counter", "1.7e308"));
            List<Metric> metrics = collector.nextMetrics();
            assertThat(metrics.get(0).getSum().getDataPoints(0).getAsInt()).isEqualTo(Long.MAX_VALUE);
            assertThat(metrics.get(1).getSum().getDataPoints(0).getAsDouble()).isEqualTo(Double.MAX_VALUE);
        }
    }

    @Test
    void whatIsTooLargeForOneExportGoesInSeveral() throws Exception {
        OtelSinkOptions options = Feed.LATE.withMaxRequestBytes(1 << 16);
        try (TestCollector collector = TestCollector.taking(1 << 16);
                Feed feed = new Feed(collector.plain(), options)) {
            String text = "x".repeat(1000);
            String[] messages = IntStream.range(0, 500)
                    .mapToObj(number ->
                            number % 2 == 0 ? Feed.log(text + number) : Feed.metric("level", "i64_gauge", "" + number))
                    .toArray(String[]::new);
            feed.batch(messages);
            int lines = 0;
            int exports = 0;
            while (lines < 250) {
                ExportLogsServiceRequest request = collector.nextLogs();
                assertThat(request.getSerializedSize()).isLessThanOrEqualTo(1 << 16);
                lines += TestCollector.lines(request).size();
                exports++;
            }
            assertThat(lines).isEqualTo(250);
            assertThat(exports).isBetween(4, 6);
            assertThat(collector.refused).hasValue(0);
            assertThat(collector.nextMetric().getGauge().getDataPointsCount()).isEqualTo(250);
            assertThat(feed.done).hasValue(500);
        }
    }

    @Test
    void manySeriesGoInSeveralExports() throws Exception {
        OtelSinkOptions options = Feed.LATE.withMaxRequestBytes(1 << 16);
        try (TestCollector collector = TestCollector.taking(1 << 16);
                Feed feed = new Feed(collector.plain(), options)) {
            feed.batch(IntStream.range(0, 1000)
                    .mapToObj(number -> Feed.metric("took" + number, "f64_histogram", "1"))
                    .toArray(String[]::new));
            int points = 0;
            while (points < 1000) {
                points += collector.nextMetrics().size();
            }
            assertThat(points).isEqualTo(1000);
            assertThat(collector.refused).hasValue(0);
            assertThat(feed.done).hasValue(1000);
        }
    }
}
