package dev.leat.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users keep in files and send through pipes becomes messages. */
final class InputReaderTest {

    private final HybridLogicalClock clock =
            new HybridLogicalClock("df", InstantSource.fixed(Instant.ofEpochMilli(1_000)));

    @TempDir
    Path directory;

    private static List<InputMessage> all(InputReader reader) {
        try (reader) {
            List<InputMessage> messages = new ArrayList<>();
            for (Optional<InputMessage> next = reader.read(); next.isPresent(); next = reader.read()) {
                messages.add(next.get());
            }
            return messages;
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private List<InputMessage> lines(String text) {
        return all(InputReader.lines("in", stream(text), clock));
    }

    private static String describe(InputMessage message) {
        return message.message().topic().asUtf8() + " "
                + message.message().payload().asUtf8();
    }

    private static InputMessage plain(long counter, String payload) {
        Timestamp time = new Timestamp(1_000, counter, "df");
        return new InputMessage(time, Message.of(time.toDataTimestamp(), "probe/1", Bytes.utf8(payload)));
    }

    @Test
    void aDirectoryIsItsJsonAndRawFilesInNaturalOrder() throws Exception {
        for (String file : List.of("m10.json", "m2.json", "m3.raw", "notes.txt", "m1.jsonl", "m4.JSON")) {
            Files.writeString(directory.resolve(file), file);
        }
        for (String folder : List.of("output", "sub", "folder.json")) {
            Files.createDirectories(directory.resolve(folder));
            Files.writeString(directory.resolve(folder).resolve("m0.json"), folder);
        }
        assertThat(all(InputReader.open(directory, clock)))
                .extracting(InputReaderTest::describe)
                .containsExactly("probe/1 m2.json", "snapshot_simulation m3.raw", "probe/1 m10.json");
    }

    @Test
    void aMessageWithoutATimeGetsTheClocksAndCarriesIt() {
        assertThat(lines("a\n{\"b\":1}\n")).containsExactly(plain(1, "a"), plain(2, "{\"b\":1}"));
    }

    @Test
    void aFileIsOneMessageWhateverItsBytes() throws Exception {
        byte[] bytes = {(byte) 0xff, '\n', 0};
        Path raw = Files.write(directory.resolve("frame.raw"), bytes);
        Path json = Files.write(directory.resolve("no.json"), bytes);
        assertThat(all(InputReader.open(raw, clock)))
                .extracting(InputMessage::message)
                .extracting(Message::topic, Message::payload)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Bytes.utf8("snapshot_simulation"), Bytes.of(bytes)));
        assertThat(all(InputReader.open(json, clock)))
                .extracting(message -> message.message().topic().asUtf8())
                .containsExactly("probe/1");
    }

    @Test
    void standardInputIsAMessageALine() {
        assertThat(all(InputReader.open("-", stream("a\nb"), clock)))
                .extracting(InputReaderTest::describe)
                .containsExactly("probe/1 a", "probe/1 b");
    }

    @Test
    void aJsonlFileIsAMessageALine() throws Exception {
        for (String name : List.of("in.jsonl", "in.ndjson")) {
            Path file = Files.writeString(directory.resolve(name), "a\nb\n");
            assertThat(all(InputReader.open(file.toString(), InputStream.nullInputStream(), clock)))
                    .hasSize(2);
        }
    }

    /** Printed by mosquitto_sub 2.0.18 with {@code -V 5 -F %j}. */
    @Test
    void whatMosquittoSubPrintsIsReadBackAsTheMessage() {
        List<InputMessage> messages = lines("""
                {"tst":"2026-11-21T02:51:38.779505Z+0000","topic":"a/b","qos":0,"retain":0,"payloadlen":7,"properties":{"user-properties":{"k":"v","k":"w","__ts":"001732147200123:00001:x"},"content-type":"application/json","payload-format-indicator":1,"message-expiry-interval":10},"payload":"{\\"x\\":1}"}
                {"tst":"2026-11-21T02:51:38.793914Z+0000","topic":"a/b","qos":1,"retain":0,"payloadlen":0,"mid":1,"payload":null}
                """);
        Timestamp time = new Timestamp(1_732_147_200_123L, 1, "x");
        assertThat(messages.getFirst())
                .isEqualTo(new InputMessage(
                        time,
                        new Message(
                                time.toDataTimestamp(),
                                Bytes.utf8("a/b"),
                                Optional.of("application/json"),
                                Bytes.utf8("{\"x\":1}"),
                                List.of(
                                        new UserProperty("k", "v"),
                                        new UserProperty("k", "w"),
                                        new UserProperty("__ts", "001732147200123:00001:x")),
                                Optional.empty())));
        assertThat(describe(messages.getLast())).isEqualTo("a/b ");
        assertThat(messages.getLast().time()).isEqualTo(new Timestamp(1_000, 1, "df"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"topic\":\"a\"}",
                "{\"payload\":\"a\"}",
                "{\"topic\":1,\"payload\":\"a\"}",
                "{\"topic\":null,\"payload\":\"a\"}",
                "{\"topic\":\"a\",\"payload\":{}}",
                "{\"topic\":\"a\",\"payload\":\"b\",\"more\":1}",
                "{\"topic\":\"a\",\"payload\":\"b\"} x",
                "{\"topic\":\"a\",\"payload\":\"b\"",
                "{\"topic\":\"a\",\"payload\":\"b\",\"properties\":{\"user-properties\":{\"k\":[",
                "[\"topic\",\"payload\"]",
                "{\"topic\":\"a\",\"payload_base64\":1}",
                "{\"topic\":\"a\",\"properties\":1}",
                "no JSON",
            })
    void aLineThatIsNoRecordIsAPayload(String line) {
        assertThat(lines(line)).containsExactly(plain(1, line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"payload\":\"b\",\"properties\":{\"user-properties\":{\"k\":1}}",
                "\"payload\":\"b\",\"properties\":{\"user-properties\":{\"k\":[[\"v\"]]}}",
                "\"payload\":\"b\",\"properties\":{\"user-properties\":[]}",
                "\"payload\":\"b\",\"properties\":{\"content-type\":{}}",
                "\"payload\":\"b\",\"properties\":[]",
                "\"payload_base64\":\"?\"",
                "\"payload_base64\":\"\",\"payload\":\"b\"",
                "\"payload\":\"\\ud800\"",
            })
    void aRecordWithAPartThatMakesNoSenseIsRefused(String rest) {
        assertThatThrownBy(() -> lines("a\n{\"topic\":\"a\"," + rest + "}"))
                .isInstanceOf(TestkitException.class)
                .hasMessageStartingWith("LEAT-TESTKIT-006: in:2: the line is an output record, but ");
    }

    @Test
    void aTimeThatCannotBeReadCountsAsAbsentAndIsCounted() {
        String line = "{\"topic\":\"a\",\"payload\":\"b\",\"properties\":{\"user-properties\":{\"__ts\":\"now\"}}}";
        InputReader reader = InputReader.lines(
                "in", new ByteArrayInputStream((line + "\n" + line).getBytes(StandardCharsets.UTF_8)), clock);
        InputMessage first = reader.read().orElseThrow();
        assertThat(first.time().nodeId()).isEqualTo(clock.nodeId());
        assertThat(reader.read()).isPresent();
        assertThat(reader.read()).isEmpty();
        assertThat(reader.unreadableTimes()).isEqualTo(2);
    }

    @Test
    void aLineThatIsNotUtf8IsRefused() {
        InputStream in = new ByteArrayInputStream(new byte[] {'a', '\n', (byte) 0xc3, '\n'});
        assertThatThrownBy(() -> all(InputReader.lines("in", in, clock)))
                .hasMessageStartingWith("LEAT-TESTKIT-003: in:2: the line is not UTF-8.");
    }

    @Test
    void whatIsNotThereOrOfNoKnownKindIsRefused() {
        for (String missing : List.of("none", "none/in.jsonl")) {
            assertThatThrownBy(() -> all(InputReader.open(directory.resolve(missing), clock)))
                    .isInstanceOfSatisfying(
                            TestkitException.class,
                            exception -> assertThat(exception.problem())
                                    .isIn(TestkitProblem.UNKNOWN_INPUT_KIND, TestkitProblem.INPUT_UNREADABLE));
        }
        assertThatThrownBy(() -> all(InputReader.open(directory.resolve("none.json"), clock)))
                .hasMessageMatching("LEAT-TESTKIT-001: .*none.json: there is no such file or directory");
    }
}
