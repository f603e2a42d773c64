package dev.leat.component.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Native memory for the arguments of one call into the library, off the hot path. */
final class Scratch implements AutoCloseable {

    /** A {@code wasm_byte_vec_t}, or a vector of anything else: a size and a pointer. */
    private static final long VECTOR_BYTES = 16;

    private final Arena arena = Arena.ofConfined();

    /** Room for a pointer that the library sets, null to begin with. */
    long pointer() {
        return zeroed(Symbols.POINTER.byteSize());
    }

    /** An empty vector for the library to fill. */
    long vector() {
        return zeroed(VECTOR_BYTES);
    }

    /** Room for a structure, all zero. */
    long zeroed(long bytes) {
        return arena.allocate(bytes, Long.BYTES).address();
    }

    /** A copy of the bytes; at least one byte is there, so that the pointer is never null. */
    long bytes(byte[] bytes) {
        MemorySegment copy = arena.allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return copy.address();
    }

    /** A copy in UTF-8 that ends with a null byte. */
    long string(String string) {
        return arena.allocateFrom(string).address();
    }

    /** Frees all that was handed out. */
    @Override
    public void close() {
        arena.close();
    }
}
