import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The sides of bench/kafka, each a process of its own.
 *
 * <pre>
 * KafkaLoad topics BROKER TOPIC...      makes topics of one partition
 * KafkaLoad fill BROKER TOPIC COUNT     writes temperatures in Fahrenheit
 * KafkaLoad echo BROKER GROUP IN OUT    reads, writes the same, commits behind what is written: the client's own limit
 * KafkaLoad watch BROKER TOPIC COUNT    prints a line of JSON: how fast the topic filled, from its first tenth to its end
 * </pre>
 */
public final class KafkaLoad {

    private static final Duration POLL = Duration.ofMillis(100);

    public static void main(String[] arguments) throws Exception {
        String broker = arguments[1];
        switch (arguments[0]) {
            case "topics" -> topics(broker, List.of(arguments).subList(2, arguments.length));
            case "fill" -> fill(broker, arguments[2], Integer.parseInt(arguments[3]));
            case "echo" -> echo(broker, arguments[2], arguments[3], arguments[4]);
            case "watch" -> watch(broker, arguments[2], Long.parseLong(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void topics(String broker, List<String> topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    /** As a Leat destination has it by default. */
    private static Producer<byte[], byte[]> producer(String broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all", "linger.ms", 5, "batch.size", 1 << 18),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static Consumer<byte[], byte[]> consumer(String broker, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void fill(String broker, String topic, int count) {
        try (Producer<byte[], byte[]> producer = producer(broker)) {
            for (int i = 0; i < count; i++) {
                String payload = "{\"temperature\":{\"value\":" + (i % 500) + ",\"unit\":\"F\"}}";
                producer.send(new ProducerRecord<>(topic, payload.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static void echo(String broker, String group, String in, String out) {
        try (Producer<byte[], byte[]> producer = producer(broker);
                Consumer<byte[], byte[]> consumer = consumer(broker, Map.of("group.id", group))) {
            consumer.subscribe(List.of(in));
            TopicPartition partition = new TopicPartition(in, 0);
            long next = 0;
            long committed = System.nanoTime();
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    producer.send(new ProducerRecord<>(out, null, null, null, record.value(), record.headers()));
                    next = record.offset() + 1;
                }
                if (next > 0 && System.nanoTime() - committed > 1_000_000_000L) {
                    producer.flush();
                    consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(next)), null);
                    committed = System.nanoTime();
                }
            }
        }
    }

    private static void watch(String broker, String topic, long count) {
        try (Consumer<byte[], byte[]> consumer = consumer(broker, Map.of())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            long seen = 0;
            long warm = 0;
            long begin = 0;
            while (seen < count) {
                seen += consumer.poll(POLL).count();
                if (begin == 0 && seen >= count / 10) {
                    begin = System.nanoTime();
                    warm = seen;
                }
            }
            long nanos = System.nanoTime() - begin;
            System.out.printf(
                    "{\"records\":%d,\"seconds\":%.2f,\"records_per_s\":%d}%n",
                    seen, nanos / 1e9, (seen - warm) * 1_000_000_000L / nanos);
        }
    }
}
