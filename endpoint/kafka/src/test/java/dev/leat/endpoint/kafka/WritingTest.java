package dev.leat.endpoint.kafka;

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
import dev.leat.endpoint.kafka.KafkaSinkOptions.Acks;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Batching;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Compression;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Partitioning;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sink alone: what it writes, and what it does where it cannot. */
final class WritingTest {

    /** The worker's side. */
    private static final class Worker implements Egress, Confirmation {

        private final Semaphore confirmed = new Semaphore(0);
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void wake() {}

        @Override
        public void fail(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void done() {
            confirmed.release();
        }

        @Override
        public void failed(Throwable reason) {
            failed.incrementAndGet();
            confirmed.release();
        }

        void awaitConfirmed(int count) throws InterruptedException {
            assertThat(confirmed.tryAcquire(count, 60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Record record(String topic, String payload, long expiresAt) {
        Timestamp time = new Timestamp(System.currentTimeMillis(), 0, "test");
        return new Record(
                time,
                Message.of(time.toDataTimestamp(), "made", Bytes.utf8(payload))
                        .withProperty("line", payload.substring(0, 1)),
                Receipt.unacknowledged(),
                new Origin(Bytes.utf8(topic), false, expiresAt, Optional.empty(), Optional.empty()));
    }

    private static Record record(String topic, String payload) {
        return record(topic, payload, Origin.NEVER);
    }

    private static void write(KafkaSinkOptions options, List<Record> records) throws InterruptedException {
        Worker worker = new Worker();
        try (KafkaSink sink = new KafkaSink(Relay.connection(), options)) {
            sink.start(worker);
            for (Record record : records) {
                assertThat(sink.offer(record, worker)).isTrue();
            }
            sink.flush();
            worker.awaitConfirmed(records.size());
            assertThat(worker.failed).hasValue(0);
        }
    }

    private static List<Record> numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> record("in", Integer.toString(number)))
                .toList();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @ParameterizedTest
    @EnumSource
    void eachCompressionIsRead(Compression compression) throws Exception {
        String out = SharedKafka.topic(1);
        write(KafkaSinkOptions.to(out).withCompression(compression), numbers(500));
        try (TestClient client = TestClient.shared()) {
            assertThat(client.reading(out).receive(500)).isEqualTo(texts(500));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfAcknowledgementKeepsTheOrder(Acks acks) throws Exception {
        String out = SharedKafka.topic(1);
        write(KafkaSinkOptions.to(out).withAcks(acks), numbers(500));
        try (TestClient client = TestClient.shared()) {
            assertThat(client.reading(out).receive(500)).isEqualTo(texts(500));
        }
    }

    @Test
    void eachKindOfBatchingKeepsTheOrder() throws Exception {
        for (Batching batching :
                List.of(Batching.NONE, new Batching(1000, 1_000_000, 10), new Batching(0, 200, 1000))) {
            String out = SharedKafka.topic(1);
            write(KafkaSinkOptions.to(out).withBatching(batching), numbers(45));
            try (TestClient client = TestClient.shared()) {
                assertThat(client.reading(out).receive(45)).isEqualTo(texts(45));
            }
        }
    }

    @Test
    void recordsOfOneKeyGoToOnePartition() throws Exception {
        int partitions = 8;
        List<Record> records = IntStream.range(0, 200)
                .mapToObj(number -> record("in/" + number % 20, Integer.toString(number)))
                .toList();
        for (Partitioning partitioning : List.of(Partitioning.BY_TOPIC, new Partitioning.ByProperty("line"))) {
            String out = SharedKafka.topic(partitions);
            write(KafkaSinkOptions.to(out).withPartitioning(partitioning), records);
            Map<String, Integer> partitionOf = new HashMap<>();
            try (TestClient client = TestClient.shared()) {
                client.reading(out);
                for (int i = 0; i < records.size(); i++) {
                    ConsumerRecord<byte[], byte[]> read = client.receive();
                    String key = new String(read.key(), StandardCharsets.UTF_8);
                    assertThat(partitionOf.computeIfAbsent(key, any -> read.partition()))
                            .isEqualTo(read.partition());
                }
            }
            assertThat(partitionOf.values().stream().distinct().count()).isGreaterThan(1);
        }
    }

    /** The first requests to partitions that have no leader yet are refused, and later ones may not be. */
    @RepeatedTest(5)
    void eachKeyKeepsItsOrderInATopicThatWasJustMade() throws Exception {
        List<Record> records = IntStream.range(0, 400)
                .mapToObj(number -> record("in/" + number % 20, Integer.toString(number)))
                .toList();
        String out = SharedKafka.topic(8);
        write(
                KafkaSinkOptions.to(out)
                        .withPartitioning(Partitioning.BY_TOPIC)
                        .withBatching(new Batching(0, 200, 1000)),
                records);
        Map<Integer, Integer> last = new HashMap<>();
        try (TestClient client = TestClient.shared()) {
            for (String text : client.reading(out).receive(records.size())) {
                int number = Integer.parseInt(text);
                assertThat(number).isGreaterThan(last.getOrDefault(number % 20, -1));
                last.put(number % 20, number);
            }
        }
    }

    @Test
    void anInstanceHasAPartitionOfItsOwn() throws Exception {
        String out = SharedKafka.topic(4);
        write(KafkaSinkOptions.to(out).withPartitioning(new Partitioning.Static(7)), numbers(50));
        try (TestClient client = TestClient.shared()) {
            client.reading(out);
            for (int i = 0; i < 50; i++) {
                ConsumerRecord<byte[], byte[]> read = client.receive();
                assertThat(read.partition()).isEqualTo(3);
                assertThat(TestClient.text(read)).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void whatHasExpiredIsDroppedAndConfirmed() throws Exception {
        String out = SharedKafka.topic(1);
        Worker worker = new Worker();
        try (KafkaSink sink = new KafkaSink(Relay.connection(), KafkaSinkOptions.to(out));
                TestClient client = TestClient.shared()) {
            sink.start(worker);
            sink.offer(record("in", "old", System.currentTimeMillis() - 1), worker);
            sink.offer(record("in", "new", System.currentTimeMillis() + 3_600_000), worker);
            sink.flush();
            worker.awaitConfirmed(2);
            assertThat(sink.expired()).isEqualTo(1);
            ConsumerRecord<byte[], byte[]> read = client.reading(out).receive();
            assertThat(TestClient.text(read)).isEqualTo("new");
            assertThat(new String(
                            read.headers().lastHeader("Message Expiry Interval").value(), StandardCharsets.UTF_8))
                    .isIn("3600", "3599");
        }
    }

    @Test
    void noMoreIsTakenThanMayWait() throws Exception {
        Worker worker = new Worker();
        KafkaSinkOptions options = KafkaSinkOptions.to("out").withMaxInFlight(10, 1 << 20);
        try (KafkaSink sink = new KafkaSink(Relay.at("127.0.0.1:1"), options)) {
            sink.start(worker);
            for (int i = 0; i < 10; i++) {
                assertThat(sink.offer(record("in", "x"), worker)).isTrue();
            }
            assertThat(sink.offer(record("in", "x"), worker)).isFalse();
            assertThat(sink.health().state()).isNotEqualTo(Health.State.UP);
        }
        try (KafkaSink sink = new KafkaSink(Relay.at("127.0.0.1:1"), options)) {
            sink.start(worker);
            // One that is larger than all that may wait is taken alone.
            assertThat(sink.offer(record("in", "x".repeat(2 << 20)), worker)).isTrue();
            assertThat(sink.offer(record("in", "x"), worker)).isFalse();
        }
    }

    @Test
    void aRecordThatIsLargerThanTheBufferFailsByItself() throws Exception {
        String out = SharedKafka.topic(1);
        Worker worker = new Worker();
        KafkaSinkOptions options = KafkaSinkOptions.to(out).withMaxInFlight(10, 1 << 20);
        try (KafkaSink sink = new KafkaSink(Relay.connection(), options);
                TestClient client = TestClient.shared()) {
            sink.start(worker);
            assertThat(sink.offer(record("in", "x".repeat(3 << 20)), worker)).isTrue();
            sink.flush();
            worker.awaitConfirmed(1);
            assertThat(worker.failed).hasValue(1);
            assertThat(sink.offer(record("in", "small"), worker)).isTrue();
            sink.flush();
            worker.awaitConfirmed(1);
            assertThat(client.reading(out).receive(1)).containsExactly("small");
        }
    }
}
