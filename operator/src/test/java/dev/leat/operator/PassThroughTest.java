package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Payloads and frames that a guest does not touch come back as the very objects that went in. */
class PassThroughTest extends OnEachEngine {

    private static final Bytes MEGABYTE = random(1 << 20);

    private static Bytes random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    @Test
    void anUnreadPayloadOfAMegabyteIsNeverCopied() throws Exception {
        Message message = command("pass").withPayload(MEGABYTE);
        Message result = (Message) map(Fixtures.HOSTILE).map(message);
        assertThat(result.payload()).isSameAs(MEGABYTE);
    }

    @Test
    void aFrameThatNobodyReadIsNeverCopied() throws Exception {
        Snapshot snapshot = new Snapshot(TIME, "rgb24", 640, 480, MEGABYTE);
        Snapshot result = (Snapshot) map(Fixtures.HOSTILE).map(snapshot);
        assertThat(result.frame()).isSameAs(MEGABYTE);
    }

    @Test
    void rawBytesThatNobodyReadAreNeverCopied() throws Exception {
        assertThat(map(Fixtures.HOSTILE).map(MEGABYTE)).isSameAs(MEGABYTE);
    }

    @Test
    void aTopicTooLongToGoInlineComesBackAsTheVeryBytes() throws Exception {
        Message message = message("cmd/" + "p".repeat(600), "payload");
        Message result = (Message) map(Fixtures.HOSTILE).map(message);
        assertThat(result.topic()).isSameAs(message.topic());
    }

    @Test
    void anEmptyPayloadIsAPayload() throws Exception {
        Message message = message("cmd/pass", "");
        assertThat(map(Fixtures.HOSTILE).map(message)).isEqualTo(message);
    }

    @Test
    void aMegabyteThatTheGuestReadsArrivesWhole() throws Exception {
        Message result = (Message) map(Fixtures.HOSTILE).map(command("read").withPayload(MEGABYTE));
        byte[] expected = Arrays.copyOf(MEGABYTE.unsafeArray(), MEGABYTE.length() + 1);
        expected[MEGABYTE.length()] = '!';
        assertThat(result.payload()).isEqualTo(Bytes.of(expected));
    }

    @Test
    void whatTheGuestReadsItCannotChangeUnderOthers() throws Exception {
        Bytes payload = Bytes.utf8("payload");
        Message result = (Message) map(Fixtures.HOSTILE).map(command("read").withPayload(payload));
        assertThat(result.payload().asUtf8()).isEqualTo("payload!");
        assertThat(payload.asUtf8()).isEqualTo("payload");
    }

    @Test
    void gigabytesGoThroughAGuestThatHasSixteenMebibytes() throws Exception {
        TestOperation map = start(Fixtures.HOSTILE, OperatorInterface.MAP, settings(withMemory(16 << 20)));
        for (int i = 0; i < 2_000; i++) {
            Message result = (Message) map.map(command("pass").withPayload(MEGABYTE));
            assertThat(result.payload()).isSameAs(MEGABYTE);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(((Message) map.map(command("read").withPayload(MEGABYTE)))
                            .payload()
                            .length())
                    .isEqualTo(MEGABYTE.length() + 1);
        }
    }

    @Test
    void aFilterPassesTheVeryRecord() throws Exception {
        TestOperation filter = filter(Fixtures.HOSTILE);
        assertThat(filter.passes(command("pass").withPayload(MEGABYTE))).isTrue();
        assertThat(filter.passes(command("drop"))).isFalse();
        assertThat(filter.passes(message("cmd/read", ""))).isFalse();
        assertThat(filter.passes(message("cmd/read", "1"))).isTrue();
    }
}
