package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The characters of a file. Files in other encodings than UTF-8 are reported and then read as well as can be, so that
 * the findings about their content come along.
 */
final class SourceText {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int REPLACEMENT = 0xFFFD;

    private final String text;
    private final List<String> lines;

    private SourceText(String text) {
        this.text = text;
        this.lines = text.lines().toList();
    }

    /** Decodes the bytes and replaces what YAML does not allow by U+FFFD; a byte order mark is dropped. */
    static SourceText decode(String file, byte[] bytes, Findings findings) {
        String decoded = otherEncoding(bytes)
                .map(charset -> decodeOther(file, bytes, charset, findings))
                .orElseGet(() -> decodeUtf8(file, bytes, findings));
        String content = !decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK ? decoded.substring(1) : decoded;
        return new SourceText(withoutControlCharacters(file, content, findings));
    }

    String text() {
        return text;
    }

    /** The line with this number, counted from 1; empty for a line that is not there. */
    String line(int number) {
        return number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** Whether the line has this character at the place. */
    boolean hasCharacter(char character, Position position) {
        String line = line(position.line());
        return position.column() <= line.codePointCount(0, line.length())
                && line.charAt(line.offsetByCodePoints(0, position.column() - 1)) == character;
    }

    /** Guesses by a byte order mark, or else by where the zero bytes of a first ASCII character stand. */
    private static Optional<Charset> otherEncoding(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(bytes, 4);
        int four = ByteBuffer.wrap(head).getInt();
        int two = four >>> 16;
        boolean isFour = bytes.length >= 4;
        if (isFour && (four == 0x0000FEFF || four == 0xFFFE0000)) {
            return Optional.of(StandardCharsets.UTF_32);
        }
        if (two == 0xFEFF || two == 0xFFFE) {
            return Optional.of(StandardCharsets.UTF_16);
        }
        if (isFour && four != 0 && (four & 0xFFFFFF00) == 0) {
            return Optional.of(StandardCharsets.UTF_32BE);
        }
        if (isFour && four != 0 && (four & 0x00FFFFFF) == 0) {
            return Optional.of(StandardCharsets.UTF_32LE);
        }
        if (head[0] != 0 && head[1] == 0) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (head[0] == 0 && head[1] != 0) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    private static String decodeOther(String file, byte[] bytes, Charset charset, Findings findings) {
        findings.report(
                GraphProblem.NOT_UTF_8,
                Position.startOf(file),
                "The file is encoded in " + charset.name() + ", not in UTF-8.",
                "Save the file as UTF-8.");
        return new String(bytes, charset);
    }

    private static String decodeUtf8(String file, byte[] bytes, Findings findings) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isUnderflow()) {
            return out.flip().toString();
        }
        String before = out.flip().toString();
        findings.report(
                GraphProblem.NOT_UTF_8,
                positionAt(file, before, before.length()),
                String.format("The byte 0x%02X is not UTF-8 here.", bytes[in.position()]),
                "Save the file as UTF-8; it may be in Latin-1 or Windows-1252 now.");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String withoutControlCharacters(String file, String text, Findings findings) {
        int[] codePoints = text.codePoints().toArray();
        int offset = 0;
        boolean found = false;
        for (int index = 0; index < codePoints.length; index++) {
            int codePoint = codePoints[index];
            if (!isAllowed(codePoint)) {
                if (!found) {
                    findings.report(
                            GraphProblem.CONTROL_CHARACTER,
                            positionAt(file, text, offset),
                            String.format("The control character U+%04X is not allowed in YAML.", codePoint),
                            "Delete it, or write it as an escape inside double quotes.");
                }
                found = true;
                codePoints[index] = REPLACEMENT;
            }
            offset += Character.charCount(codePoint);
        }
        return found ? new String(codePoints, 0, codePoints.length) : text;
    }

    /** The characters that YAML 1.2 section 5.1 calls printable. */
    private static boolean isAllowed(int codePoint) {
        return (codePoint >= 0x20 && codePoint <= 0x7E)
                || codePoint == '\n'
                || codePoint == '\r'
                || codePoint == '\t'
                || codePoint == 0x85
                || (codePoint >= 0xA0 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
                || codePoint >= 0x10000;
    }

    private static Position positionAt(String file, String text, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int index = 0; index < offset; index++) {
            char character = text.charAt(index);
            boolean breaks = character == '\n'
                    || (character == '\r' && (index + 1 == text.length() || text.charAt(index + 1) != '\n'));
            if (breaks) {
                line++;
                lineStart = index + 1;
            }
        }
        int column = text.codePointCount(lineStart, offset) + 1;
        boolean markFirst = line == 1 && offset > 0 && text.charAt(0) == BYTE_ORDER_MARK;
        return new Position(file, line, markFirst ? column - 1 : column);
    }
}
