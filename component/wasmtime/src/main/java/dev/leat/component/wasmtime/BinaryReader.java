package dev.leat.component.wasmtime;

import java.nio.charset.StandardCharsets;

/** Reads what WebAssembly's binary format is made of, from bytes that are known to be valid. */
final class BinaryReader {

    private static final int CONTINUES = 0x80;

    private static final int REFERENCE = 0x64;
    private static final int NULLABLE_REFERENCE = 0x63;

    private final byte[] bytes;
    private int position;

    BinaryReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    boolean hasMore() {
        return position < bytes.length;
    }

    int position() {
        return position;
    }

    int peek() {
        return Byte.toUnsignedInt(bytes[position]);
    }

    int readByte() {
        return Byte.toUnsignedInt(bytes[position++]);
    }

    /** An unsigned number of at most 32 bits in LEB128; sizes and indices stay below 2^31. */
    int readUnsigned() {
        int value = 0;
        int shift = 0;
        int next;
        do {
            next = readByte();
            value |= (next & ~CONTINUES) << shift;
            shift += 7;
        } while ((next & CONTINUES) != 0);
        return value;
    }

    /** An unsigned number of at most 64 bits in LEB128. */
    long readLong() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = readByte();
            value |= (long) (next & ~CONTINUES) << shift;
            shift += 7;
        } while ((next & CONTINUES) != 0);
        return value;
    }

    /** Reads over a number of any size in LEB128. */
    void skipNumber() {
        while ((readByte() & CONTINUES) != 0) {
            // The bytes before the last one.
        }
    }

    /** Whether a type that begins with this byte goes on with what it refers to. */
    static boolean isReference(int type) {
        return type == REFERENCE || type == NULLABLE_REFERENCE;
    }

    /** Reads over a value type, a packed type or a reference type, and returns its first byte. */
    int skipValueType() {
        int type = readByte();
        if (isReference(type)) {
            skipNumber();
        }
        return type;
    }

    String readText(int length) {
        skip(length);
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    void skip(int length) {
        skipTo(Math.addExact(position, length));
    }

    void skipTo(int target) {
        if (target < position || target > bytes.length) {
            throw new IndexOutOfBoundsException("the format leads from " + position + " to " + target);
        }
        position = target;
    }
}
