package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Health;
import io.grpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A collector that answers, and not as one would like. */
final class FailuresTest {

    private static long sum(Metric metric) {
        return metric.getSum().getDataPoints(0).getAsInt();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "UNAVAILABLE",
                "DEADLINE_EXCEEDED",
                "ABORTED",
                "CANCELLED",
                "OUT_OF_RANGE",
                "DATA_LOSS",
                "RESOURCE_EXHAUSTED",
                "INTERNAL",
                "UNKNOWN"
            })
    void whatMayPassIsSentAgainAndCountsOnce(Status.Code code) throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            collector.fail(code.toStatus());
            collector.fail(code.toStatus());
            feed.batch(Feed.metric("made", "u64_counter", "3"));
            feed.batch(Feed.metric("made", "u64_counter", "4"));
            assertThat(collector.refused).hasValue(2);
            assertThat(sum(collector.nextMetric())).isEqualTo(3);
            assertThat(sum(collector.nextMetric())).isEqualTo(7);
            assertThat(feed.failed).isEmpty();
            assertThat(feed.sink.health()).isEqualTo(Health.UP);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, AUTHENTICATION_FAILED",
        "PERMISSION_DENIED, NOT_AUTHORIZED",
        "UNIMPLEMENTED, NOT_SUPPORTED",
        "UNAVAILABLE, EXPORT_DEFERRED"
    })
    void whatSomebodyHasToSetRightIsSaidAndWaitedFor(Status.Code code, OtelError error) throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.awaitUp();
            for (int i = 0; i < 7; i++) {
                collector.fail(code.toStatus().withDescription("not you"));
            }
            feed.offer(Feed.metric("made", "u64_counter", "3"));
            feed.sink.drain();
            assertThat(feed.awaitDown()).startsWith(error.code() + ": ").contains(error.hint());
            assertThat(feed.done).hasValue(0);
            collector.failures.clear();
            feed.awaitAnswered(1);
            assertThat(sum(collector.nextMetric())).isEqualTo(3);
            assertThat(feed.sink.health()).isEqualTo(Health.UP);
            assertThat(feed.failed).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"INVALID_ARGUMENT, 3", "INTERNAL, 5"})
    void whatWillNeverBeTakenIsLostAndNotCounted(Status.Code code, int attempts) throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.batch(Feed.metric("made", "u64_counter", "1"), Feed.metric("took", "u64_histogram", "1"));
            collector.nextMetrics();
            for (int i = 0; i < attempts; i++) {
                collector.fail(code.toStatus().withDescription("no such\nunit"));
            }
            feed.batch("{\"metrics\":[{\"name\":\"made\",\"type\":\"u64_counter\",\"value\":10},"
                    + "{\"name\":\"took\",\"type\":\"u64_histogram\",\"value\":10}]}");
            assertThat(feed.failed)
                    .hasSize(1)
                    .first()
                    .satisfies(reason -> assertThat(reason)
                            .isInstanceOf(OtelEndpointException.class)
                            .hasMessageStartingWith(OtelError.EXPORT_REFUSED.code())
                            .hasMessageContaining("no such unit"));
            assertThat(collector.refused).hasValue(attempts);
            feed.batch("{\"metrics\":[{\"name\":\"made\",\"type\":\"u64_counter\",\"value\":100},"
                    + "{\"name\":\"took\",\"type\":\"u64_histogram\",\"value\":100}]}");
            List<Metric> metrics = collector.nextMetrics();
            assertThat(sum(metrics.get(0))).isEqualTo(101);
            assertThat(metrics.get(1).getHistogram().getDataPoints(0).getCount())
                    .isEqualTo(2);
            assertThat(metrics.get(1).getHistogram().getDataPoints(0).getSum()).isEqualTo(101);
            assertThat(feed.done).hasValue(3);
            assertThat(feed.sink.health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void whatIsWrongTakesNothingElseOfItsBatchAlong() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            collector.unwanted = "bad";
            feed.batch(
                    Feed.metric("one", "u64_counter", "1"),
                    Feed.metric("two", "u64_counter", "2"),
                    Feed.metric("bad", "u64_counter", "3"),
                    Feed.metric("four", "u64_counter", "4"),
                    Feed.metric("five", "u64_counter", "5"));
            assertThat(feed.done).hasValue(4);
            assertThat(feed.failed)
                    .hasSize(1)
                    .first()
                    .satisfies(reason -> assertThat(reason)
                            .hasMessageStartingWith(OtelError.EXPORT_REFUSED.code())
                            .hasMessageContaining("no such metric"));
            List<String> taken = new ArrayList<>();
            collector.metrics.forEach(
                    export -> TestCollector.metrics(export).forEach(metric -> taken.add(metric.getName())));
            assertThat(taken).containsExactly("one", "two", "four", "five");
        }
    }

    @Test
    void aCollectorThatTakesNothingIsNotAskedForEachMessage() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            collector.unwanted = TestCollector.ANYTHING;
            String[] messages = new String[4_000];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = Feed.metric("m" + i, "u64_counter", "1");
            }
            feed.batch(messages);
            assertThat(feed.failed).hasSize(messages.length);
            assertThat(collector.refused.get()).isLessThan(400);
            collector.unwanted = "";
            feed.batch(Feed.metric("good", "u64_counter", "1"));
            assertThat(feed.done).hasValue(1);
        }
    }

    @Test
    void onlyAnswersThatMayBeFinalCountAsSuch() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            for (int i = 0; i < 4; i++) {
                collector.fail(Status.UNAVAILABLE);
            }
            collector.fail(Status.INTERNAL);
            feed.batch(Feed.metric("made", "u64_counter", "3"));
            assertThat(sum(collector.nextMetric())).isEqualTo(3);
            assertThat(feed.failed).isEmpty();
        }
    }

    @Test
    void aCollectorMayTakeLogsAlone() throws Exception {
        try (TestCollector collector = TestCollector.ofLogs();
                Feed feed = new Feed(collector)) {
            feed.awaitUp();
            feed.batch(Feed.log("one"));
            assertThat(TestCollector.lines(collector.nextLogs())).hasSize(1);
            feed.offer(Feed.metric("made", "u64_counter", "3"));
            assertThat(feed.awaitDown()).startsWith(OtelError.NOT_SUPPORTED.code());
        }
    }

    @Test
    void onlyMessagesOfTheExportThatIsRefusedAreLost() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            // Metrics go first.
            collector.fail(Status.INVALID_ARGUMENT);
            feed.batch(Feed.log("one"), Feed.metric("made", "u64_counter", "1"), Feed.log("two"));
            assertThat(TestCollector.lines(collector.nextLogs())).hasSize(2);
            assertThat(feed.done).hasValue(2);
            assertThat(feed.failed).hasSize(1);
        }
    }

    @Test
    void aCollectorThatSaysWhenIsAskedNoSooner() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            collector.failFor(Status.RESOURCE_EXHAUSTED, 1_500);
            feed.batch(Feed.metric("made", "u64_counter", "3"));
            List<Long> arrivals = new ArrayList<>(collector.arrivals);
            assertThat(arrivals).hasSize(2);
            assertThat(arrivals.get(1) - arrivals.get(0)).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1_490));
            assertThat(sum(collector.nextMetric())).isEqualTo(3);
        }
    }

    @Test
    void whatTheCollectorFindsTooLargeIsDivided() throws Exception {
        try (TestCollector collector = TestCollector.taking(20_000);
                Feed feed = new Feed(collector)) {
            feed.batch(IntStream.range(0, 100)
                    .mapToObj(number -> Feed.log("x".repeat(1000)))
                    .toArray(String[]::new));
            int lines = 0;
            while (lines < 100) {
                lines += TestCollector.lines(collector.nextLogs()).size();
            }
            assertThat(lines).isEqualTo(100);
            assertThat(feed.done).hasValue(100);
        }
    }

    @Test
    void aLineThatTheCollectorFindsTooLargeIsLost() throws Exception {
        try (TestCollector collector = TestCollector.taking(20_000);
                Feed feed = new Feed(collector)) {
            feed.batch(Feed.log("one"), Feed.log("x".repeat(30_000)), Feed.log("three"));
            assertThat(feed.failed)
                    .hasSize(1)
                    .first()
                    .satisfies(reason -> assertThat(reason).hasMessageStartingWith(OtelError.EXPORT_REFUSED.code()));
            assertThat(feed.done).hasValue(2);
        }
    }

    @Test
    void whatTheCollectorDropsIsCounted() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector);
                SinkLog log = new SinkLog()) {
            collector.metricsAnswer = ExportMetricsServiceResponse.newBuilder()
                    .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                            .setRejectedDataPoints(2)
                            .setErrorMessage("too old"))
                    .build();
            feed.batch(
                    Feed.metric("level", "i64_gauge", "1"),
                    Feed.metric("level", "i64_gauge", "2"),
                    Feed.metric("level", "i64_gauge", "3"));
            assertThat(feed.done).hasValue(3);
            assertThat(feed.sink.rejected()).isEqualTo(2);
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith(OtelError.PARTLY_REJECTED.code())
                            && line.contains("dropped 2 of 3: too old"));
        }
    }
}
