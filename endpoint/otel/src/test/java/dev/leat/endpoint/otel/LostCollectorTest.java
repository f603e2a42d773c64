package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Health;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Collectors that are not there, end, freeze and come back. */
final class LostCollectorTest {

    private static final OtelSinkOptions SOON =
            Feed.LATE.withBatching(new OtelSinkOptions.Batching(Duration.ofMillis(5), 50));

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aCollectorThatIsNotThereYetIsWaitedFor() throws Exception {
        int port = freePort();
        try (Feed feed = new Feed(OtelConnectionOptions.of("http://127.0.0.1:" + port), Feed.LATE)) {
            assertThat(feed.awaitDown())
                    .startsWith(OtelError.COLLECTOR_UNREACHABLE.code())
                    .contains("http://127.0.0.1:" + port, "Connection refused");
            feed.offer(Feed.metric("made", "u64_counter", "1"));
            feed.sink.drain();
            try (TestCollector collector = TestCollector.startAt(port)) {
                assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                        .isEqualTo(1);
                feed.awaitAnswered(1);
                assertThat(feed.sink.health()).isEqualTo(Health.UP);
            }
        }
    }

    @Test
    void aCollectorThatIsThereIsKnownBeforeAnythingIsSent() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.awaitUp();
            assertThat(collector.arrivals).isEmpty();
        }
    }

    @Test
    void aCollectorThatGoesAndComesBackLosesNothing() throws Exception {
        int port = freePort();
        int messages = 3000;
        long last = 0;
        TestCollector first = TestCollector.startAt(port);
        try (Feed feed = new Feed(first.plain(), SOON.withMaxInFlight(200, 1 << 20))) {
            Thread offering = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < messages; ) {
                    if (feed.offer(Feed.metric("made", "u64_counter", "1"))) {
                        i++;
                    } else {
                        LockSupport.parkNanos(100_000);
                    }
                }
            });
            last = points(first, 5, last);
            first.close();
            feed.awaitDown();
            int confirmed = feed.done.get();
            assertThat(confirmed).isLessThan(messages);
            try (TestCollector second = TestCollector.startAt(port)) {
                feed.awaitAnswered(messages);
                offering.join();
                assertThat(feed.failed).isEmpty();
                assertThat(feed.sink.health()).isEqualTo(Health.UP);
                last = points(second, second.metrics.size(), last);
                assertThat(last).isEqualTo(messages);
            }
        } finally {
            first.close();
        }
    }

    /** Their sum never goes back; returns the last one. */
    private static long points(TestCollector collector, int count, long before) throws InterruptedException {
        long last = before;
        for (int i = 0; i < count; i++) {
            ExportMetricsServiceRequest request = collector.next();
            NumberDataPoint point =
                    TestCollector.metrics(request).getFirst().getSum().getDataPoints(0);
            assertThat(point.getAsInt()).isGreaterThanOrEqualTo(last);
            last = point.getAsInt();
        }
        return last;
    }

    @Test
    void aCollectorThatFreezesIsAskedAgain() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain().withTimeout(Duration.ofMillis(500)), Feed.LATE)) {
            feed.awaitUp();
            collector.hold();
            feed.offer(Feed.metric("made", "u64_counter", "1"));
            feed.sink.drain();
            assertThat(feed.awaitDown())
                    .startsWith(OtelError.CONNECTION_LOST.code())
                    .contains("no answer within 500 ms");
            collector.release();
            feed.awaitAnswered(1);
            assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPeerThatIsNoCollectorIsUnreachable() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try (Socket peer = socket.accept()) {
                        peer.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException ended) {
                        return;
                    }
                }
            });
            try (Feed feed =
                    new Feed(OtelConnectionOptions.of("http://127.0.0.1:" + socket.getLocalPort()), Feed.LATE)) {
                assertThat(feed.awaitDown()).contains(OtelError.COLLECTOR_UNREACHABLE.code());
                assertThat(feed.ends).isEmpty();
            }
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() throws Exception {
        try (Feed feed = new Feed(OtelConnectionOptions.of("http://nobody.invalid"), Feed.LATE)) {
            assertThat(feed.awaitDown())
                    .startsWith(OtelError.COLLECTOR_UNREACHABLE.code())
                    .contains("http://nobody.invalid:4317");
        }
    }

    @Test
    void aFirstAttemptThatFailsEndsTheGraphWhereItIsTo() throws Exception {
        try (Feed feed = new Feed(
                OtelConnectionOptions.of("http://127.0.0.1:" + freePort()).withFailFast(true), Feed.LATE)) {
            Feed.await("end", () -> !feed.ends.isEmpty());
            assertThat(feed.ends.peek()).hasMessageStartingWith(OtelError.COLLECTOR_UNREACHABLE.code());
        }
    }

    @Test
    void closingDoesNotWaitForACollectorThatIsGone() throws Exception {
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector)) {
            feed.awaitUp();
            collector.hold();
            feed.offer(Feed.log("x"));
            feed.sink.drain();
            feed.sink.close();
            assertThat(feed.done).hasValue(0);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("leat-otel-sink-127.0.0.1"));
        }
    }
}
