package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The worker's side of a sink. */
final class Feed implements Egress, Confirmation, AutoCloseable {

    /** When the records are that it makes, in milliseconds. */
    static final long NOW = 1_700_000_000_123L;

    /** Longer than any test. */
    static final OtelSinkOptions LATE =
            OtelSinkOptions.DEFAULT.withBatching(new OtelSinkOptions.Batching(Duration.ofHours(1), 100_000));

    private static final int PATIENCE_SECONDS = 60;

    final OtelSink sink;
    final AtomicInteger done = new AtomicInteger();
    final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
    private final Semaphore answered = new Semaphore(0);

    Feed(OtelConnectionOptions connection, OtelSinkOptions options) {
        this(connection, options, Duration.ofHours(1));
    }

    Feed(OtelConnectionOptions connection, OtelSinkOptions options, Duration leastLull) {
        sink = new OtelSink(connection, options, InstantSource.system(), leastLull);
        sink.start(this);
    }

    Feed(TestCollector collector) {
        this(collector.plain(), LATE);
    }

    static Record record(String payload, long expiresAt) {
        Timestamp time = new Timestamp(NOW, 0, "test");
        return new Record(
                time,
                Message.of(time.toDataTimestamp(), "made", Bytes.utf8(payload)),
                Receipt.unacknowledged(),
                new Origin(Bytes.utf8("in"), false, expiresAt, Optional.empty(), Optional.empty()));
    }

    static Record record(String payload) {
        return record(payload, Origin.NEVER);
    }

    /** A message with one metric. */
    static String metric(String name, String type, String value) {
        return "{\"metrics\":[{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"value\":" + value + "}]}";
    }

    static String log(String text) {
        return "{\"logs\":[{\"value\":\"" + text + "\",\"level\":\"info\"}]}";
    }

    boolean offer(String payload) {
        boolean taken = sink.offer(record(payload), this);
        sink.flush();
        return taken;
    }

    /** Offers all, which must be taken: the first time in one batch, later with no more than comes together. */
    void batch(String... payloads) throws InterruptedException {
        for (String payload : payloads) {
            assertThat(sink.offer(record(payload), this)).isTrue();
        }
        sink.drain();
        awaitAnswered(payloads.length);
    }

    void awaitAnswered(int count) throws InterruptedException {
        assertThat(answered.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s answers; sink: %s", count, sink.health())
                .isTrue();
    }

    String awaitDown() throws InterruptedException {
        await("down", () -> sink.health().state() == Health.State.DOWN);
        return sink.health().reason();
    }

    void awaitUp() throws InterruptedException {
        await("up", () -> sink.health().equals(Health.UP));
    }

    /** Looks again and again until it holds, for a while. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void wake() {}

    @Override
    public void fail(Throwable reason) {
        ends.add(reason);
    }

    @Override
    public void done() {
        done.incrementAndGet();
        answered.release();
    }

    @Override
    public void failed(Throwable reason) {
        failed.add(reason);
        answered.release();
    }

    @Override
    public void close() {
        sink.close();
    }
}
