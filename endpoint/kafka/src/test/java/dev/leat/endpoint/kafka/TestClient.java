package dev.leat.endpoint.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The client at both ends of a relay. */
final class TestClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final KafkaServer server;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();

    TestClient(KafkaServer server) {
        this.server = server;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        server.plain(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        64 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        server.plain(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    static TestClient shared() {
        return new TestClient(SharedKafka.server());
    }

    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void send(String topic, String payload) throws Exception {
        send(new ProducerRecord<>(topic, utf8(payload)));
    }

    /** Numbers as payloads, in turns to each partition. */
    void sendNumbers(String topic, int partitions, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>(topic, i % partitions, null, utf8(Integer.toString(i))));
        }
        producer.flush();
    }

    /** Reads a topic from its beginning. */
    TestClient reading(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        read.clear();
        return this;
    }

    ConsumerRecord<byte[], byte[]> receive() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (read.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no record came within " + PATIENCE_SECONDS + " s");
            }
            consumer.poll(Duration.ofMillis(200)).forEach(read::add);
        }
        return read.remove();
    }

    List<String> receive(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(receive()));
        }
        return texts;
    }

    /** What a group committed of a partition; 0 where nothing. */
    long committed(String group, String topic, int partition) {
        try {
            OffsetAndMetadata offset = server.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(new TopicPartition(topic, partition));
            return offset == null ? 0 : offset.offset();
        } catch (Exception e) {
            return 0; // There is no such group yet.
        }
    }

    /** How many records were written to a topic of one partition. */
    long end(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    void awaitCommitted(String group, String topic, int partition, long offset) throws InterruptedException {
        Relay.await("offset " + offset + " committed by " + group, () -> committed(group, topic, partition) == offset);
    }

    static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
