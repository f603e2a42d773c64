package dev.leat.component.model.binary;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the primitives of the binary format, and says at which byte it stopped understanding. */
final class BinaryReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    BinaryReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private BinaryReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == end;
    }

    int remaining() {
        return end - position;
    }

    int u8() {
        if (position == end) {
            throw malformed("unexpected end");
        }
        return bytes[position++] & 0xff;
    }

    int peek() {
        if (position == end) {
            throw malformed("unexpected end");
        }
        return bytes[position] & 0xff;
    }

    int u32() {
        long value = leb128(5, 32, false);
        if (value > Integer.MAX_VALUE) {
            throw malformed("number too large: " + value);
        }
        return (int) value;
    }

    /** An unsigned number of 32 bits that may use all of them. */
    long u32AsLong() {
        return leb128(5, 32, false);
    }

    long u64() {
        return leb128(10, 64, false);
    }

    /** A signed number of 33 bits: a type index where it is not negative, a type code otherwise. */
    long s33() {
        return leb128(5, 33, true);
    }

    private long leb128(int maximumBytes, int bits, boolean signed) {
        long value = 0;
        int shift = 0;
        for (int count = 0; ; count++) {
            if (count == maximumBytes) {
                throw malformed("integer representation too long");
            }
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            shift += 7;
            if ((next & 0x80) == 0) {
                if (count == maximumBytes - 1) {
                    int used = bits - 7 * (maximumBytes - 1);
                    int unused = (next & 0x7f) >> (signed ? used - 1 : used);
                    if (unused != 0 && !(signed && unused == (0x7f >> (used - 1)))) {
                        throw malformed("integer too large");
                    }
                }
                if (signed && (next & 0x40) != 0 && shift < 64) {
                    value |= -1L << shift;
                }
                return value;
            }
        }
    }

    /** A count of items, each at least one byte long. */
    int count() {
        int count = u32();
        if (count > end - position) {
            throw malformed("unexpected end: " + count + " items in " + (end - position) + " bytes");
        }
        return count;
    }

    <T> List<T> vector(Supplier<T> item) {
        int count = count();
        List<T> items = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }

    String name() {
        int length = u32();
        if (length > end - position) {
            throw malformed("unexpected end in a name of " + length + " bytes");
        }
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, position, length))
                    .toString();
            position += length;
            return name;
        } catch (CharacterCodingException notUtf8) {
            throw malformed("a name is not UTF-8");
        }
    }

    byte[] bytes(int length) {
        if (length < 0 || length > end - position) {
            throw malformed("unexpected end");
        }
        byte[] copy = new byte[length];
        System.arraycopy(bytes, position, copy, 0, length);
        position += length;
        return copy;
    }

    byte[] rest() {
        return bytes(end - position);
    }

    /** A reader of the next {@code length} bytes, which this one skips. */
    BinaryReader slice(int length) {
        if (length < 0 || length > end - position) {
            throw malformed("unexpected end: a section of " + length + " bytes, " + (end - position) + " left");
        }
        BinaryReader slice = new BinaryReader(bytes, position, position + length);
        position += length;
        return slice;
    }

    /** A reader of what is left, which this one does not skip. */
    BinaryReader ahead() {
        return new BinaryReader(bytes, position, end);
    }

    ComponentException malformed(String what) {
        return new ComponentException(
                ComponentProblem.MALFORMED, what + " (at byte 0x" + Integer.toHexString(position) + ")");
    }
}
