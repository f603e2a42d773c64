package dev.leat.component.wasmtime;

import java.util.Arrays;

/** Writes what WebAssembly's binary format is made of. */
final class BinaryWriter {

    private static final int CONTINUES = 0x80;

    private byte[] bytes;
    private int size;

    BinaryWriter(int expectedBytes) {
        this.bytes = new byte[Math.max(16, expectedBytes)];
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void clear() {
        size = 0;
    }

    void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void write(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    void write(byte[] source) {
        write(source, 0, source.length);
    }

    void write(BinaryWriter other) {
        write(other.bytes, 0, other.size);
    }

    /** An unsigned number in LEB128. */
    void writeUnsigned(int value) {
        int rest = value;
        while ((rest & -CONTINUES) != 0) {
            writeByte(rest & (CONTINUES - 1) | CONTINUES);
            rest >>>= 7;
        }
        writeByte(rest);
    }

    /** A section, as it stands in a module. */
    void writeSection(int id, BinaryWriter contents) {
        writeByte(id);
        writeUnsigned(contents.size);
        write(contents);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }
}
