package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** How bytes become lines. */
class LineBufferTest {

    private final List<String> lines = new ArrayList<>();
    private final LineBuffer buffer = new LineBuffer(lines::add, 16);

    @Test
    void aLineIsHandedOnWithItsEnd() {
        write("on");
        write("e\ntwo\n\nthr");
        assertThat(lines).containsExactly("one", "two", "");
        buffer.flush();
        buffer.flush();
        assertThat(lines).containsExactly("one", "two", "", "thr");
    }

    @Test
    void oneCarriageReturnBelongsToTheLineEnd() {
        write("a\r\nb\rc\n\r\r\n");
        assertThat(lines).containsExactly("a", "b\rc", "\r");
    }

    @Test
    void aLongLineIsHandedOnInPieces() {
        write("x".repeat(40) + "\n");
        assertThat(lines).containsExactly("x".repeat(16), "x".repeat(16), "x".repeat(8));
    }

    @Test
    void aLineOfJustTheBoundIsOneLine() {
        write("x".repeat(16) + "\ny");
        assertThat(lines).containsExactly("x".repeat(16));
    }

    @Test
    void aPieceEndsBetweenCharacters() {
        write("x".repeat(13) + "\uD83C\uDF21!\n");
        assertThat(lines).containsExactly("x".repeat(13), "\uD83C\uDF21!");
    }

    @Test
    void bytesThatAreNoTextDoNotStopIt() {
        byte[] continuations = new byte[20];
        Arrays.fill(continuations, (byte) 0x80);
        buffer.write(continuations);
        write("\n");
        assertThat(lines).containsExactly("\uFFFD".repeat(16), "\uFFFD".repeat(4));
    }

    @Property
    void nothingIsLostHoweverTheTextIsCut(@ForAll @NotEmpty String text, @ForAll @IntRange(min = 1, max = 7) int step) {
        String readable = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .replace("\n", "")
                .replace("\r", "");
        byte[] bytes = readable.getBytes(StandardCharsets.UTF_8);
        List<String> pieces = new ArrayList<>();
        LineBuffer small = new LineBuffer(pieces::add, 16);
        for (int at = 0; at < bytes.length; at += step) {
            small.write(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step)));
        }
        small.flush();
        assertThat(String.join("", pieces)).isEqualTo(readable);
        assertThat(pieces).allMatch(piece -> piece.getBytes(StandardCharsets.UTF_8).length <= 16);
    }

    private void write(String text) {
        buffer.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
