package dev.leat.component.wasi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes lines of text out of the bytes that a guest writes. Bytes that are no UTF-8 become U+FFFD; a carriage return
 * before a line end goes with it.
 */
final class LineBuffer {

    private final Consumer<String> lines;
    private final int longest;
    private byte[] pending = new byte[128];
    private int length;

    /** @param longest how many bytes a line may have before it is handed on in pieces, cut between characters */
    LineBuffer(Consumer<String> lines, int longest) {
        this.lines = lines;
        this.longest = longest;
    }

    void write(byte[] bytes) {
        for (byte one : bytes) {
            if (one == '\n') {
                int end = length > 0 && pending[length - 1] == '\r' ? length - 1 : length;
                emit(end, length);
            } else {
                append(one);
            }
        }
    }

    /** Hands on what stands behind the last line end, if anything does. */
    void flush() {
        if (length > 0) {
            emit(length, length);
        }
    }

    private void append(byte one) {
        if (length == longest) {
            int end = lastBoundary();
            emit(end, end);
        }
        if (length == pending.length) {
            pending = Arrays.copyOf(pending, Math.min(longest, length * 2));
        }
        pending[length++] = one;
    }

    /** Hands on the first {@code end} bytes and forgets the first {@code next}. */
    private void emit(int end, int next) {
        String line = new String(pending, 0, end, StandardCharsets.UTF_8);
        System.arraycopy(pending, next, pending, 0, length - next);
        length -= next;
        lines.accept(line);
    }

    /** The end of the last character that is complete, or the end of the buffer where it holds no UTF-8. */
    private int lastBoundary() {
        for (int back = 1; back <= 3; back++) {
            int one = pending[length - back] & 0xFF;
            if (one < 0x80) {
                return length;
            }
            if (one >= 0xC0) {
                int size = one >= 0xF0 ? 4 : one >= 0xE0 ? 3 : 2;
                return size > back ? length - back : length;
            }
        }
        return length;
    }
}
