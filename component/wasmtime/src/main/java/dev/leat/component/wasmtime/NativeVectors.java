package dev.leat.component.wasmtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Reads the vectors of {@code wasm.h}: a size, then a pointer to that many elements. */
final class NativeVectors {

    private NativeVectors() {}

    static long size(long vector) {
        return Symbols.MEMORY.get(Symbols.INT64, vector);
    }

    static long data(long vector) {
        return Symbols.MEMORY.get(Symbols.POINTER, vector + Long.BYTES);
    }

    /** The bytes of a vector, in place. */
    static MemorySegment bytes(long vector) {
        return MemorySegment.ofAddress(data(vector)).reinterpret(size(vector));
    }

    /** The bytes of a vector as text, which the vector goes on owning. */
    static String text(long vector) {
        return new String(bytes(vector).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /** A copy of the bytes of a vector, which this frees. */
    static byte[] take(long vector) {
        byte[] bytes = bytes(vector).toArray(ValueLayout.JAVA_BYTE);
        ErrorFunctions.byteVectorDelete(vector);
        return bytes;
    }

    /** The bytes of a vector as text; frees the vector. */
    static String takeText(long vector) {
        return new String(take(vector), StandardCharsets.UTF_8);
    }
}
