package dev.leat.dataflow.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An immutable sequence of bytes that owns its whole array.
 *
 * <p>Equality is by content. There are no slices: what a value holds alive is what it shows.
 */
public final class Bytes implements DataModel {

    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final int SHOWN = 32;

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Takes ownership of the array: the caller must not write to it any more. */
    public static Bytes of(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /** Copies the array. */
    public static Bytes copyOf(byte[] array) {
        return of(array.clone());
    }

    /** Copies what remains in the buffer and leaves the buffer's position alone. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] array = new byte[buffer.remaining()];
        buffer.get(buffer.position(), array);
        return of(array);
    }

    /** The text in UTF-8. */
    public static Bytes utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes there are. */
    public int length() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    /** A copy of the bytes that belongs to the caller. */
    public byte[] toArray() {
        return array.clone();
    }

    /**
     * The array behind this value, without a copy. It is for reading only: whoever writes to it changes the value under
     * every other reader, on every other branch of the graph.
     */
    public byte[] unsafeArray() {
        return array;
    }

    /** A read-only view of the bytes. */
    public ByteBuffer asReadOnlyBuffer() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /** The bytes as UTF-8 text; malformed sequences become U+FFFD. */
    public String asUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /** The bytes as UTF-8 text, or empty where they are not well-formed UTF-8. */
    public Optional<String> asStrictUtf8() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array))
                    .toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Bytes bytes && Arrays.equals(array, bytes.array));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The length and the first bytes as text: for logs and failed assertions. */
    @Override
    public String toString() {
        String text = new String(array, 0, Math.min(array.length, SHOWN), StandardCharsets.UTF_8);
        return "Bytes[" + array.length + ": " + text + (array.length > SHOWN ? "..." : "") + "]";
    }
}
