package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.WorkerOptions;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When batches go out, and when messages are confirmed. */
final class BatchingTest {

    private static int lines(ExportLogsServiceRequest request) {
        return TestCollector.lines(request).size();
    }

    @Test
    void aMessageIsConfirmedWhenTheCollectorHasAllOfIt() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.awaitUp();
            collector.hold();
            feed.offer("{\"metrics\":[{\"name\":\"n\",\"type\":\"i64_gauge\",\"value\":1}],"
                    + "\"logs\":[{\"value\":\"x\",\"level\":\"info\"}]}");
            feed.sink.drain();
            assertThat(collector.metrics.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(feed.done).hasValue(0);
            collector.release();
            feed.awaitAnswered(1);
            assertThat(collector.metrics).hasSize(1);
            assertThat(collector.logs).hasSize(1);
        }
    }

    @Test
    void aBatchGoesOutWhenItIsFull() throws Exception {
        OtelSinkOptions options = Feed.LATE.withBatching(new OtelSinkOptions.Batching(Duration.ofHours(1), 3));
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), options)) {
            for (int i = 0; i < 7; i++) {
                feed.offer(Feed.log("x"));
            }
            feed.awaitAnswered(6);
            assertThat(lines(collector.nextLogs())).isEqualTo(3);
            assertThat(lines(collector.nextLogs())).isEqualTo(3);
            assertThat(feed.done).hasValue(6);
            feed.sink.drain();
            assertThat(lines(collector.nextLogs())).isEqualTo(1);
        }
    }

    @Test
    void aBatchGoesOutWhenItsFirstMessageHasWaited() throws Exception {
        OtelSinkOptions options = Feed.LATE.withBatching(new OtelSinkOptions.Batching(Duration.ofMillis(50), 100_000));
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), options)) {
            feed.offer(Feed.log("x"));
            assertThat(lines(collector.nextLogs())).isEqualTo(1);
        }
    }

    @Test
    void aBatchGoesOutWhenTheFlowStops() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), Feed.LATE, Duration.ofMillis(50))) {
            for (int i = 0; i < 100; i++) {
                assertThat(feed.sink.offer(Feed.record(Feed.log("x")), feed)).isTrue();
            }
            feed.sink.flush();
            feed.awaitAnswered(100);
        }
    }

    @Test
    void aBatchGoesOutWhenNoMoreMayWait() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), Feed.LATE.withMaxInFlight(10, 1 << 20))) {
            for (int i = 0; i < 10; i++) {
                assertThat(feed.offer(Feed.log("x"))).isTrue();
            }
            assertThat(feed.offer(Feed.log("x"))).isFalse();
            feed.awaitAnswered(10);
            assertThat(feed.offer(Feed.log("x"))).isTrue();
        }
    }

    @Test
    void noMoreIsHeldThanMayBe() throws Exception {
        OtelConnectionOptions nobody = OtelConnectionOptions.of("http://127.0.0.1:1");
        try (Feed feed = new Feed(nobody, Feed.LATE.withMaxInFlight(1000, 1 << 20))) {
            String large = Feed.log("x".repeat(100_000));
            int taken = 0;
            while (feed.offer(large)) {
                taken++;
            }
            assertThat(taken).isEqualTo(10);
            feed.awaitDown();
            assertThat(feed.offer(large)).isFalse();
            assertThat(feed.done).hasValue(0);
        }
        try (Feed feed = new Feed(nobody, Feed.LATE.withMaxInFlight(1000, 1 << 20))) {
            // One that is larger than all that may wait is taken alone.
            assertThat(feed.offer(Feed.log("x".repeat(2 << 20)))).isTrue();
            assertThat(feed.offer(Feed.log("x"))).isFalse();
        }
    }

    @Test
    void whatAMessageHoldsCountsToo() throws Exception {
        // 1000 messages of 3 KB would fit, but each holds 100 lines.
        String many = "{\"logs\":[" + "{\"value\":\"x\",\"level\":\"info\"},".repeat(99)
                + "{\"value\":\"x\",\"level\":\"info\"}]}";
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain(), Feed.LATE.withMaxInFlight(1000, 4 << 20))) {
            feed.awaitUp();
            collector.hold();
            int taken = 0;
            while (taken < 1000 && feed.offer(many)) {
                taken++;
                int offered = taken;
                Feed.await("reading", () -> feed.sink.heldBytes() >= offered * 20_000L);
            }
            assertThat(taken).isBetween(100, 250);
            collector.release();
            feed.awaitAnswered(taken);
            assertThat(feed.sink.heldBytes()).isZero();
        }
    }

    @Test
    void aGraphThatEndsSendsWhatItHas() throws Exception {
        CompletableFuture<Ingress> in = new CompletableFuture<>();
        try (TestCollector collector = TestCollector.start();
                RunningDataflow graph = RunningDataflow.start(
                        Dataflow.builder("relay")
                                .source("in", () -> (Source) in::complete)
                                .operator("through", () -> Operators.map(Record::value))
                                .sink("out", () -> new OtelSink(collector.plain(), Feed.LATE))
                                .connect("in", "through")
                                .connect("through", "out")
                                .build(),
                        WorkerOptions.DEFAULT)) {
            Ingress ingress = in.get(60, TimeUnit.SECONDS);
            CompletableFuture<Void> acknowledged = new CompletableFuture<>();
            Record record = Feed.record(Feed.metric("made", "u64_counter", "5"));
            // A single message says nothing about the flow: it would wait for an hour.
            assertThat(ingress.offer(record.time(), record.value(), () -> acknowledged.complete(null)))
                    .isTrue();
            ingress.end();
            assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                    .isEqualTo(5);
            assertThat(graph.await(Duration.ofSeconds(60))).isTrue();
            assertThat(acknowledged).isCompleted();
        }
    }
}
