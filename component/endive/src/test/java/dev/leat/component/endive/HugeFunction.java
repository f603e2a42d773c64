package dev.leat.component.endive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A module with a function that is too large for a JVM method. It imports a table (4 funcref) and exports {@code huge},
 * which takes an i32: given -1 it loops for ever; given anything else it adds one to it {@link #ADDITIONS} times, and
 * gives what the table's first function makes of that.
 */
final class HugeFunction {

    static final int ADDITIONS = 20_000;

    private static final int I32 = 0x7f;
    private static final int VOID = 0x40;

    private HugeFunction() {}

    static byte[] binary() {
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        section(module, 1, bytes(1, 0x60, 1, I32, 1, I32));
        section(module, 2, join(bytes(1), name("env"), name("table"), bytes(1, 0x70, 0, 4)));
        section(module, 3, bytes(1, 0));
        section(module, 7, join(bytes(1), name("huge"), bytes(0, 0)));
        byte[] body = body();
        section(module, 10, join(bytes(1), length(body.length), body));
        return module.toByteArray();
    }

    private static byte[] body() {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(0); // no locals
        // local.get 0, i32.const -1, i32.eq, if, loop, br 0, end, end
        code.writeBytes(bytes(0x20, 0, 0x41, 0x7f, 0x46, 0x04, VOID, 0x03, VOID, 0x0c, 0, 0x0b, 0x0b));
        for (int i = 0; i < ADDITIONS; i++) {
            // local.get 0, i32.const 1, i32.add, local.set 0
            code.writeBytes(bytes(0x20, 0, 0x41, 1, 0x6a, 0x21, 0));
        }
        // local.get 0, i32.const 0, call_indirect type 0 of table 0, end
        code.writeBytes(bytes(0x20, 0, 0x41, 0, 0x11, 0, 0, 0x0b));
        return code.toByteArray();
    }

    private static void section(ByteArrayOutputStream module, int id, byte[] content) {
        module.write(id);
        module.writeBytes(length(content.length));
        module.writeBytes(content);
    }

    private static byte[] name(String name) {
        return join(bytes(name.length()), name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] length(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = length;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] result = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (byte) values[i];
        }
        return result;
    }
}
