package dev.leat.component.model.abi;

import dev.leat.component.model.binary.Definition.Encoding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Codec of strings, in the three encodings that guests use. */
final class StringCodec extends Codec {

    static final StringCodec INSTANCE = new StringCodec();

    /** In latin1+utf16 the highest bit of a length says that the string is UTF-16. */
    private static final int UTF16_TAG = 1 << 31;

    private static final String OUT_OF_BOUNDS = "string pointer/length out of bounds of memory";

    private StringCodec() {
        super(8, 4, 2);
    }

    @Override
    Object load(Abi abi, long address) {
        MemorySegment memory = abi.segment();
        return read(abi, Abi.address(memory.get(Abi.INT, address)), memory.get(Abi.INT, address + 4));
    }

    @Override
    Object lift(Abi abi, Slots slots) {
        long address = Abi.address(slots.takeInt());
        return read(abi, address, slots.takeInt());
    }

    private static String read(Abi abi, long address, int length) {
        long units = Abi.address(length);
        return switch (abi.encoding()) {
            case UTF8 -> readUtf8(abi, address, units);
            case UTF16 -> readUtf16(abi, address, units);
            case LATIN1_UTF16 -> {
                if ((length & UTF16_TAG) != 0) {
                    yield readUtf16(abi, address, Abi.address(length & ~UTF16_TAG));
                }
                abi.checkRange(address, units, 2, OUT_OF_BOUNDS);
                yield new String(bytes(abi, address, units), StandardCharsets.ISO_8859_1);
            }
        };
    }

    private static byte[] bytes(Abi abi, long address, long length) {
        // Traps where it is more than an array can have.
        abi.carry(length);
        byte[] bytes = new byte[(int) length];
        MemorySegment.copy(abi.segment(), ValueLayout.JAVA_BYTE, address, bytes, 0, bytes.length);
        return bytes;
    }

    private static String readUtf8(Abi abi, long address, long length) {
        abi.checkRange(address, length, 1, OUT_OF_BOUNDS);
        byte[] bytes = bytes(abi, address, length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        // The fast decoder puts U+FFFD where the bytes are wrong; only then is it worth asking the strict one.
        return text.indexOf('\ufffd') < 0 ? text : strict(bytes, StandardCharsets.UTF_8, "invalid utf-8");
    }

    private static String readUtf16(Abi abi, long address, long units) {
        abi.checkRange(address, 2 * units, 2, OUT_OF_BOUNDS);
        return strict(bytes(abi, address, 2 * units), StandardCharsets.UTF_16LE, "unpaired surrogate in utf-16");
    }

    private static String strict(byte[] bytes, Charset charset, String otherwise) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw Trap.of(otherwise + ": " + malformed.getMessage());
        }
    }

    @Override
    void store(Abi abi, Object value, long address) {
        String text = text(value);
        byte[] bytes = encode(abi.encoding(), text);
        long start = write(abi, bytes);
        abi.segment().set(Abi.INT, address, (int) start);
        abi.segment().set(Abi.INT, address + 4, length(abi.encoding(), text, bytes));
    }

    @Override
    void lower(Abi abi, Object value, Slots slots) {
        String text = text(value);
        byte[] bytes = encode(abi.encoding(), text);
        slots.putInt((int) write(abi, bytes));
        slots.putInt(length(abi.encoding(), text, bytes));
    }

    /** The value once and for all: a character sequence may change while it is read. */
    private static String text(Object value) {
        return ((CharSequence) value).toString();
    }

    private static long write(Abi abi, byte[] bytes) {
        long start = abi.allocate(abi.encoding() == Encoding.UTF8 ? 1 : 2, bytes.length);
        MemorySegment.copy(bytes, 0, abi.segment(), ValueLayout.JAVA_BYTE, start, bytes.length);
        return start;
    }

    private static byte[] encode(Encoding encoding, String text) {
        return switch (encoding) {
            case UTF8 -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield hasUnpairedSurrogate(text, bytes) ? strict(text, StandardCharsets.UTF_8) : bytes;
            }
            case UTF16 -> strict(text, StandardCharsets.UTF_16LE);
            case LATIN1_UTF16 ->
                isLatin1(text) ? text.getBytes(StandardCharsets.ISO_8859_1) : strict(text, StandardCharsets.UTF_16LE);
        };
    }

    /** Whether the fast encoder may have written {@code ?} for half a surrogate pair. */
    private static boolean hasUnpairedSurrogate(String text, byte[] encoded) {
        int questionMarks = 0;
        for (byte one : encoded) {
            if (one == '?') {
                questionMarks++;
            }
        }
        for (int i = 0; questionMarks > 0 && i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    private static byte[] strict(String text, Charset charset) {
        try {
            ByteBuffer buffer = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException("a string with an unpaired surrogate cannot go to a guest", unpaired);
        }
    }

    private static int length(Encoding encoding, String text, byte[] bytes) {
        return switch (encoding) {
            case UTF8 -> bytes.length;
            case UTF16 -> bytes.length / 2;
            case LATIN1_UTF16 -> isLatin1(text) ? bytes.length : (bytes.length / 2) | UTF16_TAG;
        };
    }
}
