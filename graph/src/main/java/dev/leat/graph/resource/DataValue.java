package dev.leat.graph.resource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value of a Secret or ConfigMap. Its bytes come out only where they are asked for, and into no text. Immutable. */
public final class DataValue {

    private final byte[] bytes;

    private DataValue(byte[] bytes) {
        this.bytes = bytes;
    }

    static DataValue of(byte[] bytes) {
        return new DataValue(bytes.clone());
    }

    static DataValue of(String text) {
        return new DataValue(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataValue value && MessageDigest.isEqual(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(" + bytes.length + " bytes)";
    }
}
