package dev.leat.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What runs put out has mosquitto_sub's form, and another run can read it. */
final class OutputRecordTest {

    private static final Timestamp TIME = new Timestamp(1_732_147_200_123L, 7, "df");
    private static final HybridLogicalClock CLOCK = new HybridLogicalClock("other", InstantSource.system());

    private static Message message(String payload) {
        return Message.of(TIME.toDataTimestamp(), "probe/1", Bytes.utf8(payload));
    }

    private static String json(Message message) {
        return OutputRecord.of(TIME, message, OutputRecord.DEFAULT_TOPIC).toJson();
    }

    @Test
    void aMessageIsWrittenAsMosquittoSubPrintsIt() {
        assertThat(json(message("{\"a\":\"ä\"}").withProperty("key", "value")))
                .isEqualTo("{\"tst\":\"2024-11-21T00:00:00.123000+0000\",\"topic\":\"sensors\",\"qos\":0,\"retain\":0,"
                        + "\"payloadlen\":10,\"properties\":{\"payload-format-indicator\":1,"
                        + "\"message-expiry-interval\":10,\"user-properties\":{\"key\":\"value\","
                        + "\"__ts\":\"001732147200123:00007:df\",\"__protVer\":\"1.0\","
                        + "\"__srcId\":\"mqtt-source\"},\"content-type\":\"application/json\"},"
                        + "\"payload\":\"{\\\"a\\\":\\\"ä\\\"}\"}");
    }

    @Test
    void theTimeIsTheRecordsAndReplacesWhatTheMessageSays() {
        assertThat(json(message("").withProperty("__ts", "1:2:other").withProperty("a", "b")))
                .contains("\"user-properties\":{\"a\":\"b\",\"__ts\":\"001732147200123:00007:df\",");
    }

    @Test
    void aRepeatedKeyHasAnArray() {
        assertThat(json(message("")
                        .withProperty("k", "1")
                        .withProperty("l", "2")
                        .withProperty("k", "3")))
                .contains("{\"k\":[\"1\",\"3\"],\"l\":\"2\",\"__ts\"");
    }

    @Test
    void theMessagesOwnContentTypeIsKept() {
        assertThat(json(message("").withContentType("text/plain"))).contains("\"content-type\":\"text/plain\"");
    }

    @Test
    void aPayloadThatIsNotUtf8IsBase64() {
        assertThat(json(message("").withPayload(Bytes.of(new byte[] {(byte) 0xff, 0}))))
                .contains("\"payloadlen\":2", "\"payload-format-indicator\":0", "\"payload_base64\":\"/wA=\"}")
                .doesNotContain("\"payload\":");
    }

    @Test
    void framesAndBytesAreThePayload() {
        Snapshot snapshot = new Snapshot(new DataTimestamp(1, 0, 0, "n"), "rgb24", 1, 1, Bytes.utf8("frame"));
        assertThat(OutputRecord.of(TIME, snapshot, "t").payload()).isEqualTo(Bytes.utf8("frame"));
        assertThat(OutputRecord.of(TIME, Bytes.utf8("bytes"), "t").toJson())
                .contains("\"topic\":\"t\"", "\"payload\":\"bytes\"", "\"__ts\":\"001732147200123:00007:df\"");
    }

    @Test
    void halvesOfSurrogatePairsDoNotBreakALine() {
        assertThat(json(message("").withProperty("a\ud800", "\udc00b"))).contains("\"a\ufffd\":\"\ufffdb\"");
    }

    @Test
    void recordsAreWrittenALineEach() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputRecord record = OutputRecord.of(TIME, message("a\nb"), "t");
        try (OutputWriter writer = new OutputWriter("out", out)) {
            writer.write(record);
            writer.flush();
            assertThat(out.toString(UTF_8)).isEqualTo(record.toJson() + "\n");
            writer.write(record);
        }
        assertThat(out.toString(UTF_8)).isEqualTo((record.toJson() + "\n").repeat(2));
    }

    @Test
    void aStreamThatTakesNothingIsNamed() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        OutputWriter writer = new OutputWriter("out.jsonl", full);
        writer.write(OutputRecord.of(TIME, message("a"), "t"));
        assertThatThrownBy(writer::flush)
                .hasMessage("LEAT-TESTKIT-007: out.jsonl: writing failed: No space left on device");
    }

    @Property
    void anotherRunReadsBackWhatOneWrote(@ForAll("messages") Message message, @ForAll("times") Timestamp time) {
        OutputRecord record = OutputRecord.of(time, message, message.topic().asUtf8());
        InputMessage read = read(record);

        assertThat(read.time()).isEqualTo(time);
        assertThat(read.message().timestamp()).isEqualTo(time.toDataTimestamp());
        assertThat(read.message().topic()).isEqualTo(message.topic());
        assertThat(read.message().payload()).isEqualTo(message.payload());
        assertThat(read.message().contentType()).contains(message.contentType().orElse("application/json"));
        assertThat(valuesByKey(read.message()))
                .isEqualTo(valuesByKey(message.withProperty("__ts", time.toString())
                        .withProperty("__protVer", "1.0")
                        .withProperty("__srcId", "mqtt-source")));
        assertThat(OutputRecord.of(read.time(), read.message(), record.topic()).toJson())
                .isEqualTo(record.toJson());
    }

    private static InputMessage read(OutputRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputWriter writer = new OutputWriter("out", out)) {
            writer.write(record);
        }
        try (InputReader reader = InputReader.lines("in", new ByteArrayInputStream(out.toByteArray()), CLOCK)) {
            InputMessage read = reader.read().orElseThrow();
            assertThat(reader.read()).isEmpty();
            return read;
        }
    }

    private static java.util.Map<String, List<String>> valuesByKey(Message message) {
        return message.properties().stream()
                .collect(Collectors.groupingBy(
                        UserProperty::key, Collectors.mapping(UserProperty::value, Collectors.toList())));
    }

    @Provide
    Arbitrary<Timestamp> times() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 253_402_300_799_999L),
                        Arbitraries.longs(),
                        texts().map(text -> text.replace(':', '-')))
                .as(Timestamp::new);
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<Bytes> payloads = Arbitraries.oneOf(
                texts().map(Bytes::utf8),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::copyOf));
        Arbitrary<UserProperty> properties = Combinators.combine(
                        Arbitraries.oneOf(Arbitraries.of("k", "l"), texts()), texts())
                .as(UserProperty::new);
        return Combinators.combine(
                        texts(), texts().optional(), payloads, properties.list().ofMaxSize(4))
                .as((topic, contentType, payload, list) -> new Message(
                        TIME.toDataTimestamp(), Bytes.utf8(topic), contentType, payload, list, Optional.empty()));
    }

    /** Text as UTF-8 can carry it. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(8).map(text -> Bytes.utf8(text).asUtf8());
    }
}
