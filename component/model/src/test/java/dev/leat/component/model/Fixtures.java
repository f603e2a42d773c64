package dev.leat.component.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The components in {@code src/test/fixtures}, and those written by hand among the test resources. */
public final class Fixtures {

    private Fixtures() {}

    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/fixtures", name + ".wasm"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A component of the folder {@code components} among the test resources. */
    public static byte[] assembled(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/components/" + name + ".wasm")) {
            if (in == null) {
                throw new IllegalArgumentException("no test component " + name);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The component without its custom sections, and its core modules without code and data: all that Leat decodes. */
    public static byte[] skeleton(String name) {
        return skeletonOf(bytes(name));
    }

    private static byte[] skeletonOf(byte[] binary) {
        boolean core = binary[4] == 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(binary, 0, 8);
        int at = 8;
        while (at < binary.length) {
            int id = binary[at++];
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                int next = binary[at++];
                length |= (next & 0x7f) << shift;
                if (next >= 0) {
                    break;
                }
            }
            byte[] contents = Arrays.copyOfRange(binary, at, at + length);
            at += length;
            boolean dropped = id == 0 || (core && id >= 9 && id <= 12);
            boolean nested = !core && (id == BinaryWriter.CORE_MODULE || id == BinaryWriter.COMPONENT);
            if (!dropped) {
                out.writeBytes(BinaryWriter.section(id, nested ? skeletonOf(contents) : contents));
            }
        }
        return out.toByteArray();
    }
}
