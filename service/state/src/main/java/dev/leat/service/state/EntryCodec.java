package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entries as bytes on disk: a format number, flags, version, expiry and token where there are such, then the value. */
final class EntryCodec {

    private static final byte FORMAT = 1;
    private static final int EXPIRES = 1;
    private static final int FENCED = 2;
    private static final int KNOWN_FLAGS = EXPIRES | FENCED;

    private EntryCodec() {}

    static byte[] encode(Entry entry) {
        byte[] node = node(entry.version());
        Timestamp token = entry.token();
        byte[] tokenNode = token == null ? new byte[0] : node(token);
        boolean expires = entry.expiry() != Entry.NEVER;
        ByteBuffer buffer = ByteBuffer.allocate(2
                + time(node)
                + (expires ? Long.BYTES : 0)
                + (token == null ? 0 : time(tokenNode))
                + entry.value().length());
        buffer.put(FORMAT).put((byte) ((expires ? EXPIRES : 0) | (token == null ? 0 : FENCED)));
        put(buffer, entry.version(), node);
        if (expires) {
            buffer.putLong(entry.expiry());
        }
        if (token != null) {
            put(buffer, token, tokenNode);
        }
        return buffer.put(entry.value().unsafeArray()).array();
    }

    /** @throws IOException where these are no bytes of an entry */
    static Entry decode(byte[] bytes) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int flags = flags(buffer);
            Timestamp version = time(buffer);
            long expiry = (flags & EXPIRES) == 0 ? Entry.NEVER : buffer.getLong();
            @Nullable Timestamp token = (flags & FENCED) == 0 ? null : time(buffer);
            Bytes value = Bytes.of(Arrays.copyOfRange(bytes, buffer.position(), bytes.length));
            return new Entry(value, version, expiry, token);
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            throw new IOException("an entry of " + bytes.length + " bytes that makes no sense", damaged);
        }
    }

    /**
     * The expiry of the entry that begins with these bytes.
     *
     * @throws IOException where these are no bytes of an entry, or too few of it
     */
    static long expiry(ByteBuffer head) throws IOException {
        try {
            int flags = flags(head);
            time(head);
            return (flags & EXPIRES) == 0 ? Entry.NEVER : head.getLong();
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            throw new IOException("the beginning of an entry that makes no sense", damaged);
        }
    }

    private static int flags(ByteBuffer buffer) throws IOException {
        byte format = buffer.get();
        int flags = buffer.get();
        if (format != FORMAT || (flags & ~KNOWN_FLAGS) != 0) {
            throw new IOException("an entry of format " + format + " with flags " + flags);
        }
        return flags;
    }

    private static byte[] node(Timestamp time) {
        return time.nodeId().getBytes(StandardCharsets.UTF_8);
    }

    private static int time(byte[] node) {
        return 2 * Long.BYTES + Short.BYTES + node.length;
    }

    private static void put(ByteBuffer buffer, Timestamp time, byte[] node) {
        buffer.putLong(time.physical())
                .putLong(time.counter())
                .putShort((short) node.length)
                .put(node);
    }

    private static Timestamp time(ByteBuffer buffer) {
        long physical = buffer.getLong();
        long counter = buffer.getLong();
        byte[] node = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(node);
        return new Timestamp(physical, counter, new String(node, StandardCharsets.UTF_8));
    }
}
