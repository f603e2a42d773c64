package dev.leat.component.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes component binaries piece by piece, those too that no tool would write. */
public final class BinaryWriter {

    public static final int CORE_MODULE = 1;
    public static final int CORE_INSTANCE = 2;
    public static final int CORE_TYPE = 3;
    public static final int COMPONENT = 4;
    public static final int INSTANCE = 5;
    public static final int ALIAS = 6;
    public static final int TYPE = 7;
    public static final int CANON = 8;
    public static final int IMPORT = 10;
    public static final int EXPORT = 11;

    private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final byte[] CORE_PREAMBLE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private BinaryWriter() {}

    /** A component of these sections. */
    public static byte[] component(List<byte[]> sections) {
        return join(PREAMBLE, join(sections));
    }

    public static byte[] component(byte[]... sections) {
        return component(List.of(sections));
    }

    /** A core module of these sections. */
    public static byte[] coreModule(byte[]... sections) {
        return join(CORE_PREAMBLE, join(sections));
    }

    /** A section whose contents are no vector: a core module, or a component. */
    public static byte[] section(int id, byte[] contents) {
        return join(bytes(id), u32(contents.length), contents);
    }

    /** A section that holds a vector. */
    public static byte[] vectorSection(int id, List<byte[]> items) {
        return section(id, vector(items));
    }

    public static byte[] vectorSection(int id, byte[]... items) {
        return vectorSection(id, List.of(items));
    }

    public static byte[] vector(List<byte[]> items) {
        return join(u32(items.size()), join(items));
    }

    public static byte[] vector(byte[]... items) {
        return vector(List.of(items));
    }

    public static byte[] u32(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    /** A type index, which is a signed number. */
    public static byte[] index(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest >= 0x40) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    public static byte[] name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return join(u32(utf8.length), utf8);
    }

    /** The name of an import or export: a plain one. */
    public static byte[] externName(String name) {
        return join(bytes(0), name(name));
    }

    public static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    public static byte[] join(byte[]... parts) {
        return join(List.of(parts));
    }

    public static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
