package dev.leat.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes. */
public final class Utf8 {

    private Utf8() {}

    /** Whether the bytes are well-formed UTF-8. For ASCII, one pass that the JIT turns into vector instructions. */
    public static boolean isWellFormed(byte[] bytes) {
        int seen = 0;
        for (byte each : bytes) {
            seen |= each;
        }
        if (seen >= 0) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
