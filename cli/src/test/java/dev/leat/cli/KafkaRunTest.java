package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.endpoint.kafka.KafkaServer;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat run} with topics of a real Kafka, as a process of its own. */
class KafkaRunTest {

    private static KafkaServer kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaServer.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    private LeatProcess leat() {
        return new LeatProcess(directory.resolve("log"));
    }

    private static String topic(String name) {
        return "kafka://" + kafka.plain() + "/" + name;
    }

    private Process start(String... options) throws Exception {
        return leat().start(Stream.concat(Stream.of("run", Command.graphSimple()), Stream.of(options))
                .toList());
    }

    @Test
    void nothingIsLostFromKafkaToKafkaWhenTheProcessIsKilled() throws Exception {
        kafka.createTopic("raw", 1);
        kafka.createTopic("processed", 1);
        try (var producer = producer();
                var consumer = consumer("processed")) {
            String[] ends = {"--source", topic("raw") + "?group=g", "--destination", topic("processed") + "?acks=all"};
            Process first = start(ends);
            Set<String> seen = new LinkedHashSet<>();
            for (int i = 0; i < 500; i++) {
                producer.send(new ProducerRecord<>("raw", fahrenheit(i)));
            }
            while (seen.size() < 500) {
                seen.addAll(read(consumer));
            }
            for (int i = 500; i < 1000; i++) {
                producer.send(new ProducerRecord<>("raw", fahrenheit(i)));
            }
            first.destroyForcibly().waitFor();
            Process second = start(ends);
            while (seen.size() < 1000) {
                seen.addAll(read(consumer));
            }
            LeatProcess.end(second);
            assertThat(seen.iterator().next()).contains("\"unit\":\"C\"");
        }
    }

    @Test
    void messagesGoFromMqttToKafkaAndBack() throws Exception {
        kafka.createTopic("middle", 1);
        try (MosquittoServer mosquitto = MosquittoServer.start()) {
            String broker = mosquitto.host() + ":" + mosquitto.port();
            Mqtt5BlockingClient client = Mqtt5Client.builder()
                    .serverHost(mosquitto.host())
                    .serverPort(mosquitto.port())
                    .buildBlocking();
            client.connect();
            BlockingQueue<Mqtt5Publish> arrived = new LinkedBlockingQueue<>();
            client.toAsync()
                    .subscribeWith()
                    .topicFilter("back")
                    .callback(arrived::add)
                    .send()
                    .join();
            Process there = start("--broker", broker, "--source", "in", "--destination", topic("middle"));
            leat().awaitSubscribed();
            Process back =
                    start("--broker", broker, "--source", topic("middle") + "?group=back", "--destination", "back");
            client.publishWith()
                    .topic("in")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .contentType("application/json")
                    .userProperties()
                    .add("line", "7")
                    .applyUserProperties()
                    .payload(fahrenheit(212).getBytes(StandardCharsets.UTF_8))
                    .send();
            Mqtt5Publish result = arrived.poll(60, TimeUnit.SECONDS);
            assertThat(result).isNotNull();
            assertThat(result.getUserProperties().toString()).contains("line", "7");
            assertThat(result.getContentType()).isPresent();
            LeatProcess.end(there);
            LeatProcess.end(back);
            client.disconnect();
        }
    }

    @Test
    void whatCannotWorkIsSaidAndEndsTheCommand() throws Exception {
        Process process =
                start("--source", "kafka://127.0.0.1:1/in?group=g", "--destination", "kafka://127.0.0.1:1/out");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(leat().text()).contains("LEAT-KAFKA-001", "127.0.0.1:1");
    }

    @Test
    void endsThatDoNotGoTogetherAreRefused() {
        refused("Kafka needs at least one --source", "--source", topic("a") + "?group=g");
        refused("'out' is a topic of an MQTT broker", "--source", topic("a") + "?group=g", "--destination", "out");
        refused(
                "either topics of the MQTT broker or topics of Kafka",
                "--broker",
                "h:1",
                "--source",
                "in",
                "--source",
                topic("a") + "?group=g",
                "--destination",
                "out");
        refused(
                "is another",
                "--source",
                topic("a") + "?group=g",
                "--source",
                topic("b") + "?group=h",
                "--destination",
                topic("c"));
        refused(
                "--username goes with --broker",
                "--username",
                "u",
                "--source",
                topic("a") + "?group=g",
                "--destination",
                topic("c"));
    }

    @Test
    void anAddressThatMakesNoSenseIsSaidBeforeAnythingStarts() {
        for (String wrong : List.of("kafka://h:1/out?acks=two", "kafka://h/out", "kafka://h:1/out?sasl=plain")) {
            Command.Outcome outcome = Command.run(
                    "run", Command.graphSimple(), "--source", topic("a") + "?group=g", "--destination", wrong);
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).contains("LEAT-CLI-003: " + wrong);
        }
    }

    private static void refused(String why, String... options) {
        Command.Outcome result = Command.run(Stream.concat(Stream.of("run", Command.graphSimple()), Stream.of(options))
                .toArray(String[]::new));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("LEAT-CLI-002", why);
    }

    private static String fahrenheit(int value) {
        return "{\"temperature\":{\"value\":" + value + ",\"unit\":\"F\"}}";
    }

    private static KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.plain()), new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(String topic) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.plain(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        return consumer;
    }

    private static List<String> read(KafkaConsumer<String, String> consumer) {
        return StreamSupport.stream(consumer.poll(Duration.ofMillis(200)).spliterator(), false)
                .map(ConsumerRecord::value)
                .toList();
    }
}
