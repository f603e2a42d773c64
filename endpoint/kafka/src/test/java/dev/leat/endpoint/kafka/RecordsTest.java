package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import dev.leat.endpoint.RepeatedWarning;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Partitioning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** What of a message becomes what of a Kafka record, and back. */
final class RecordsTest {

    private static final long NOW = 1_758_255_560_000L;
    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    private static final Timestamp TIME = new Timestamp(NOW - 5, 3, "oven");
    private static final String TS = TIME.toString();

    private final AtomicInteger unreadable = new AtomicInteger();
    private final RecordReader reader = new RecordReader(
            new HybridLogicalClock("here", WALL), quiet(), quiet(), quiet(), unreadable::incrementAndGet);

    private static RepeatedWarning quiet() {
        return new RepeatedWarning(NOPLogger.NOP_LOGGER, System::nanoTime);
    }

    private static Message message(UserProperty... properties) {
        return new Message(
                TIME.toDataTimestamp(),
                Bytes.utf8("in/1"),
                Optional.of("application/json"),
                Bytes.utf8("{}"),
                List.of(properties),
                Optional.empty());
    }

    private static UserProperty property(String key, String value) {
        return new UserProperty(key, value);
    }

    private static ProducerRecord<byte[], byte[]> write(KafkaSinkOptions options, DataModel value, Origin origin) {
        return new RecordWriter(options, WALL).write(new Record(TIME, value, Receipt.unacknowledged(), origin), 4);
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .collect(Collectors.toMap(Header::key, header -> new String(header.value(), StandardCharsets.UTF_8)));
    }

    private static ConsumerRecord<byte[], byte[]> read(byte[] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "topic", 0, 7, NOW, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }

    private static RecordHeaders headers(String... namesAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], TestClient.utf8(namesAndValues[i + 1]));
        }
        return headers;
    }

    @Test
    void whatAMessageHadInMqttBecomesHeaders() {
        Origin origin = new Origin(
                Bytes.utf8("in/1"),
                true,
                NOW + 4200,
                Optional.of(Bytes.utf8("answers")),
                Optional.of(Bytes.of(new byte[] {(byte) 0xFF, 0})));
        ProducerRecord<byte[], byte[]> record =
                write(KafkaSinkOptions.to("out"), message(property("line", "7"), property("__ts", "old")), origin);

        assertThat(record.topic()).isEqualTo("out");
        assertThat(record.timestamp()).isEqualTo(TIME.physical());
        assertThat(record.key()).isNull();
        assertThat(record.partition()).isNull();
        assertThat(record.value()).isEqualTo(TestClient.utf8("{}"));
        assertThat(record.headers().lastHeader("Correlation Data").value()).isEqualTo(new byte[] {(byte) 0xFF, 0});
        assertThat(headers(record))
                .containsEntry("Payload Format Indicator", "1")
                .containsEntry("Response Topic", "answers")
                .containsEntry("Message Expiry Interval", "5")
                .containsEntry("Content Type", "application/json")
                .containsEntry("line", "7")
                .containsEntry("__ts", TS)
                .hasSize(7);
    }

    @Test
    void aPayloadThatIsNoTextIsSaidToBeBytes() {
        Message binary = message().withPayload(Bytes.of(new byte[] {(byte) 0xFF}));
        assertThat(headers(write(KafkaSinkOptions.to("out"), binary, Origin.NONE)))
                .containsEntry("Payload Format Indicator", "0");
        assertThat(headers(write(KafkaSinkOptions.to("out"), Bytes.utf8("text of unknown kind"), Origin.NONE)))
                .containsEntry("Payload Format Indicator", "0")
                .containsOnlyKeys("Payload Format Indicator", "__ts");
    }

    @Test
    void withoutMqttPropertiesOnlyWhatTheDestinationAddsGoesOut() {
        KafkaSinkOptions options = KafkaSinkOptions.to("out")
                .withCopyMqttProperties(false)
                .withHeaders(Headers.of(new Headers.Action.AddIfNotPresent("line", "9")));
        assertThat(headers(write(options, message(property("line", "7"), property("other", "x")), Origin.NONE)))
                .isEqualTo(Map.of("line", "9"));
        KafkaSinkOptions events =
                options.withCloudEvents(new CloudEvents(CloudEvents.Mode.CREATE_OR_REMAP, "target", WALL));
        assertThat(headers(write(events, message(property("other", "x")), Origin.NONE)))
                .containsEntry("ce_source", "aio://target")
                .containsEntry("ce_subject", "out")
                .containsEntry("line", "9")
                .doesNotContainKeys("other", "__ts", "Content Type");
    }

    @Test
    void attributesOfEventsHaveAPrefixInKafkaAlone() {
        UserProperty[] event = {
            property("specversion", "1.0"),
            property("type", "t"),
            property("source", "s"),
            property("id", "1"),
            property("line", "7")
        };
        Map<String, String> headers = headers(write(KafkaSinkOptions.to("out"), message(event), Origin.NONE));
        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "1")
                .containsEntry("line", "7")
                .doesNotContainKeys("specversion", "id");
        // Without all that an event must have, it is none.
        assertThat(headers(write(KafkaSinkOptions.to("out"), message(property("id", "1")), Origin.NONE)))
                .containsEntry("id", "1")
                .doesNotContainKey("ce_id");

        Message back = reader.read(
                read(
                        null,
                        new byte[0],
                        headers(
                                "ce_specversion",
                                "1.0",
                                "ce_type",
                                "t",
                                "ce_source",
                                "s",
                                "ce_id",
                                "1",
                                "ce_other",
                                "o")),
                TIME);
        assertThat(back.property("id")).contains("1");
        assertThat(back.property("ce_id")).isEmpty();
        assertThat(back.property("ce_other")).contains("o");
        Message none = reader.read(read(null, new byte[0], headers("ce_id", "1")), TIME);
        assertThat(none.property("ce_id")).contains("1");
    }

    @Test
    void aRecordBecomesAMessage() {
        ConsumerRecord<byte[], byte[]> record = read(
                TestClient.utf8("the key"),
                TestClient.utf8("value"),
                headers("Key", "older", "line", "7", "line", "8", "Content Type", "text/plain", "Timestamp", "1"));
        Message message = reader.read(record, TIME);

        assertThat(message.topic().asUtf8()).isEqualTo("topic");
        assertThat(message.payload().asUtf8()).isEqualTo("value");
        assertThat(message.contentType()).contains("text/plain");
        assertThat(message.timestamp()).isEqualTo(TIME.toDataTimestamp());
        assertThat(message.properties())
                .containsExactly(
                        property("Key", "the key"),
                        property("Timestamp", Long.toString(NOW)),
                        property("line", "7"),
                        property("line", "8"),
                        property("Content Type", "text/plain"));
    }

    @Test
    void whatMqttCannotCarryIsLeftOut() {
        RecordHeaders headers = headers("good", "g", "large", "x".repeat(65536), "just", "y".repeat(65535));
        headers.add("binary", new byte[] {(byte) 0xC0});
        headers.add("zero", new byte[] {0, 0, 0, 7});
        headers.add("null", null);
        Message message = reader.read(read(new byte[] {(byte) 0xFF}, null, headers), TIME);

        assertThat(message.payload().isEmpty()).isTrue();
        assertThat(message.properties())
                .extracting(UserProperty::key)
                .containsExactly("Timestamp", "good", "just", "null");
        assertThat(message.property("null")).contains("");
    }

    @Test
    void responseTopicAndCorrelationDataAreTheOriginsAgain() {
        RecordHeaders headers = headers("Response Topic", "answers", "Message Expiry Interval", "5");
        headers.add("Correlation Data", new byte[] {(byte) 0xFF});
        Origin origin = reader.origin(read(null, null, headers));

        assertThat(origin.topic().asUtf8()).isEqualTo("topic");
        assertThat(origin.responseTopic()).contains(Bytes.utf8("answers"));
        assertThat(origin.correlationData()).contains(Bytes.of(new byte[] {(byte) 0xFF}));
        assertThat(origin.expiresAt()).isEqualTo(Origin.NEVER);
    }

    @Test
    void theLogicalTimeIsThatOfTheHeaderOrElseTheClocks() {
        assertThat(reader.time(read(null, null, headers("__ts", TS)))).isEqualTo(TIME);
        assertThat(reader.time(read(null, null, headers())).nodeId()).isEqualTo("here");
        assertThat(unreadable).hasValue(0);
        assertThat(reader.time(read(null, null, headers("__ts", "yesterday"))).nodeId())
                .isEqualTo("here");
        assertThat(reader.time(read(null, null, headers("__ts", NOW + ":18446744073709551615:x")))
                        .nodeId())
                .isEqualTo("here");
        assertThat(unreadable).hasValue(2);
        Timestamp future = new Timestamp(NOW + 3_600_000, 0, "x");
        assertThat(reader.time(read(null, null, headers("__ts", future.toString()))))
                .isEqualTo(future);
    }

    @Test
    void theStrategyDecidesKeyAndPartition() {
        Message message = message(property("line", "7"));
        Origin origin = Origin.of(Bytes.utf8("in/origin"));
        KafkaSinkOptions out = KafkaSinkOptions.to("out");

        ProducerRecord<byte[], byte[]> byTopic = write(out.withPartitioning(Partitioning.BY_TOPIC), message, origin);
        assertThat(byTopic.key()).isEqualTo(TestClient.utf8("in/origin"));
        ProducerRecord<byte[], byte[]> ofGroup =
                write(out.withPartitioning(Partitioning.BY_TOPIC), message, Origin.NONE);
        assertThat(ofGroup.key()).isEqualTo(TestClient.utf8("in/1"));
        ProducerRecord<byte[], byte[]> byProperty =
                write(out.withPartitioning(new Partitioning.ByProperty("line")), message, origin);
        assertThat(byProperty.key()).isEqualTo(TestClient.utf8("7"));
        assertThat(write(out.withPartitioning(new Partitioning.ByProperty("none")), message, origin)
                        .key())
                .isNull();
        ProducerRecord<byte[], byte[]> fixed = write(out.withPartitioning(new Partitioning.Static(6)), message, origin);
        assertThat(fixed.partition()).isEqualTo(2);
        assertThat(fixed.key()).isNull();
    }

    @Property
    void whatGoesToKafkaComesBack(@ForAll List<String> values, @ForAll byte[] payload) {
        UserProperty[] properties =
                values.stream().map(value -> property("p", value)).toArray(UserProperty[]::new);
        ProducerRecord<byte[], byte[]> written =
                write(KafkaSinkOptions.to("out"), message(properties).withPayload(Bytes.copyOf(payload)), Origin.NONE);
        Message back = reader.read(read(null, written.value(), (RecordHeaders) written.headers()), TIME);

        assertThat(back.payload().toArray()).isEqualTo(payload);
        assertThat(back.contentType()).contains("application/json");
        assertThat(back.properties().stream()
                        .filter(property -> property.key().equals("p"))
                        .map(UserProperty::value))
                .containsExactlyElementsOf(values.stream()
                        .map(value -> new String(TestClient.utf8(value), StandardCharsets.UTF_8))
                        .filter(value -> value.indexOf('\0') < 0 && TestClient.utf8(value).length <= 65535)
                        .toList());
    }
}
