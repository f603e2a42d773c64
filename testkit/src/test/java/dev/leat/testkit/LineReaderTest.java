package dev.leat.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Lines come out as they went in, one at a time, and none is longer than allowed. */
final class LineReaderTest {

    private static List<String> read(LineReader reader) {
        List<String> lines = new ArrayList<>();
        for (Optional<byte[]> line = reader.read(); line.isPresent(); line = reader.read()) {
            lines.add(reader.place() + " " + new String(line.get(), UTF_8));
        }
        return lines;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void linesEndWithLineFeedOrBothAndTheLastNeedNotEnd() {
        assertThat(read(new LineReader("f", stream("a\nb\r\n c\rd \ne"))))
                .containsExactly("f:1 a", "f:2 b", "f:3  c\rd ", "f:4 e");
    }

    @Test
    void blankLinesArePassedOverAndCounted() {
        assertThat(read(new LineReader("f", stream("\n \t\na\n\r\nb\n\n")))).containsExactly("f:3 a", "f:5 b");
    }

    @Test
    void anEmptyStreamHasNoLines() {
        assertThat(read(new LineReader("f", stream("")))).isEmpty();
    }

    @Test
    void aLineMayBeAsLongAsAllowedAndNotAByteLonger() {
        assertThat(read(new LineReader("f", stream("1234\r\n1234"), 4))).containsExactly("f:1 1234", "f:2 1234");
        for (String tooLong : List.of("x\n12345", "x\n12345\n", "x\n12345\r\n", "x\n123456789")) {
            LineReader reader = new LineReader("f", stream(tooLong), 4);
            reader.read();
            assertThatThrownBy(reader::read)
                    .hasMessageStartingWith("LEAT-TESTKIT-004: f:2: the line has more than 4 bytes.");
        }
    }

    @Test
    void anEndlessLineIsRefusedBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                java.util.Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                return length;
            }
        };
        assertThatThrownBy(() -> new LineReader("f", endless).read()).hasMessageContaining("more than 16777216 bytes");
    }

    @Property(tries = 200)
    void whateverTheSizeOfReadsTheLinesAreTheSame(@ForAll("texts") String text) {
        InputStream drops = new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
        List<String> expected = new ArrayList<>();
        String[] parts = text.split("\n", -1);
        for (int index = 0; index < parts.length; index++) {
            String line =
                    parts[index].endsWith("\r") ? parts[index].substring(0, parts[index].length() - 1) : parts[index];
            if (!line.isEmpty()) {
                expected.add("f:" + (index + 1) + " " + line);
            }
        }
        assertThat(read(new LineReader("f", drops))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab\r\n").ofMaxLength(20);
    }
}
