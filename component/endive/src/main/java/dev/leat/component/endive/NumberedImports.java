package dev.leat.component.endive;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A core module in the binary format with its imports named by their index.
 *
 * <p>Endive links by name, where the core SPI links by position and two imports of one name may be given different
 * items; and its parser refuses a function whose two names are empty.
 */
final class NumberedImports {

    private static final int HEADER = 8;
    private static final int IMPORT_SECTION = 2;

    private final byte[] binary;
    private final List<String> names;

    private NumberedImports(byte[] binary, List<String> names) {
        this.binary = binary;
        this.names = names;
    }

    /** The module, with names that are unique. */
    byte[] binary() {
        return binary;
    }

    /** What the module's author wrote, as {@code module name}. */
    List<String> names() {
        return names;
    }

    /** The name that the import of that index is given; the name of its module is empty. */
    static String nameOf(int index) {
        return Integer.toString(index);
    }

    /** Where the binary is damaged it stays as it is: to say what is wrong with it is the parser's business. */
    static NumberedImports of(byte[] binary) {
        try {
            return renamed(binary);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | ArithmeticException
                | IllegalArgumentException e) {
            return new NumberedImports(binary, List.of());
        }
    }

    private static NumberedImports renamed(byte[] binary) {
        ByteBuffer in = ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN);
        in.position(HEADER);
        while (in.hasRemaining()) {
            int start = in.position();
            int id = in.get();
            int size = unsigned(in);
            int end = Math.addExact(in.position(), size);
            if (id == IMPORT_SECTION) {
                List<String> names = new ArrayList<>();
                byte[] section = renamedSection(in.slice(in.position(), size), names);
                ByteArrayOutputStream out = new ByteArrayOutputStream(binary.length);
                out.write(binary, 0, start);
                out.write(id);
                writeUnsigned(out, section.length);
                out.writeBytes(section);
                out.write(binary, end, binary.length - end);
                return new NumberedImports(out.toByteArray(), List.copyOf(names));
            }
            in.position(end);
        }
        return new NumberedImports(binary, List.of());
    }

    private static byte[] renamedSection(ByteBuffer in, List<String> names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.remaining());
        int count = unsigned(in);
        writeUnsigned(out, count);
        for (int i = 0; i < count; i++) {
            names.add(name(in) + " " + name(in));
            byte[] name = nameOf(i).getBytes(StandardCharsets.US_ASCII);
            out.write(0);
            out.write(name.length);
            out.writeBytes(name);
            int start = in.position();
            skipDescription(in);
            out.write(in.array(), in.arrayOffset() + start, in.position() - start);
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("the import section is longer than its imports");
        }
        return out.toByteArray();
    }

    private static void skipDescription(ByteBuffer in) {
        switch (in.get()) {
            case 0x00 -> unsigned(in);
            case 0x01 -> {
                skipValueType(in);
                skipLimits(in);
            }
            case 0x02 -> skipLimits(in);
            case 0x03 -> {
                skipValueType(in);
                in.get();
            }
            case 0x04 -> {
                in.get();
                unsigned(in);
            }
            default -> throw new IllegalArgumentException("an import of an unknown kind");
        }
    }

    private static void skipValueType(ByteBuffer in) {
        int code = in.get();
        if (code == 0x63 || code == 0x64) {
            skipNumber(in);
        }
    }

    private static void skipLimits(ByteBuffer in) {
        int flags = in.get();
        skipNumber(in);
        if ((flags & 1) != 0) {
            skipNumber(in);
        }
    }

    private static void skipNumber(ByteBuffer in) {
        while (in.get() < 0) {}
    }

    /** Strict, as the format wants it: malformed UTF-8 is an {@link IllegalArgumentException}. */
    private static String name(ByteBuffer in) {
        int length = unsigned(in);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a name is not in UTF-8", e);
        }
    }

    private static int unsigned(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return Math.toIntExact(value);
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }

    private static void writeUnsigned(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
