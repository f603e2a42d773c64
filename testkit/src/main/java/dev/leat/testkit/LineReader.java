package dev.leat.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into lines, holding no more than one of them. Lines end with LF or CR LF; the last one need not end.
 * Lines that hold nothing but spaces and tabs are passed over, and counted.
 */
final class LineReader implements AutoCloseable {

    /** The longest line, in bytes without its end: 16 MiB. */
    static final int MAXIMUM_BYTES = 16 << 20;

    private final String name;
    private final InputStream in;
    private final int maximum;
    private final byte[] chunk = new byte[1 << 16];
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private int line;

    /** @param name what messages call the stream */
    LineReader(String name, InputStream in) {
        this(name, in, MAXIMUM_BYTES);
    }

    LineReader(String name, InputStream in, int maximum) {
        this.name = name;
        this.in = in;
        this.maximum = maximum;
    }

    /** The next line that is not blank, without its end; empty at the end of the stream. */
    Optional<byte[]> read() {
        try {
            Optional<byte[]> next = next();
            while (next.isPresent() && isBlank(next.get())) {
                next = next();
            }
            return next;
        } catch (IOException failure) {
            throw InputReader.unreadable(name, failure);
        }
    }

    /** Where the line stands that was read last: {@code file:line}. */
    String place() {
        return name + ":" + line;
    }

    private Optional<byte[]> next() throws IOException {
        if (position == limit && !fill()) {
            return Optional.empty();
        }
        line++;
        taken.reset();
        do {
            int end = indexOfLineFeed();
            take(end - position);
            if (end < limit) {
                position = end + 1;
                return Optional.of(withoutCarriageReturn());
            }
        } while (fill());
        return Optional.of(withoutCarriageReturn());
    }

    private int indexOfLineFeed() {
        int index = position;
        while (index < limit && chunk[index] != '\n') {
            index++;
        }
        return index;
    }

    /** Takes bytes of the chunk; one more than allowed may be a carriage return. */
    private void take(int length) {
        if (taken.size() + length > maximum + 1) {
            throw tooLong();
        }
        taken.write(chunk, position, length);
        position += length;
    }

    private byte[] withoutCarriageReturn() {
        byte[] bytes = taken.toByteArray();
        int last = bytes.length - 1;
        byte[] bare = last >= 0 && bytes[last] == '\r' ? Arrays.copyOf(bytes, last) : bytes;
        if (bare.length > maximum) {
            throw tooLong();
        }
        return bare;
    }

    private TestkitException tooLong() {
        return new TestkitException(
                TestkitProblem.LINE_TOO_LONG,
                place() + ": the line has more than " + maximum
                        + " bytes. Check that messages are separated by line breaks; put larger ones into .json or .raw"
                        + " files of their own");
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(chunk));
        return limit > 0;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
