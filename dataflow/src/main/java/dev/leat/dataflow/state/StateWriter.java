package dev.leat.dataflow.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes values in the form that {@link StateReader} reads: big-endian numbers, lengths before contents. One thread. */
public final class StateWriter {

    static final int MESSAGE = 1;
    static final int SNAPSHOT = 2;
    static final int BYTES = 3;
    static final int REGISTERED = 1;
    static final int INLINE = 2;

    /** What one array can hold, as far as every JVM goes. */
    static final int MOST = Integer.MAX_VALUE - 8;

    private final GrowingBytes bytes;

    public StateWriter() {
        this(MOST);
    }

    /** @param most how many bytes may be written; beyond them, writing fails */
    StateWriter(long most) {
        this.bytes = new GrowingBytes(Math.min(most, MOST));
    }

    /** How many bytes were written so far. */
    int size() {
        return (int) bytes.size();
    }

    /** Views of what was written so far, in order. */
    List<ByteBuffer> content() {
        return bytes.content();
    }

    /** What was written so far. */
    public byte[] toByteArray() {
        ByteBuffer all = ByteBuffer.allocate(size());
        content().forEach(all::put);
        return all.array();
    }

    public void writeInt(int value) throws IOException {
        bytes.room(Integer.BYTES).putInt(value);
    }

    public void writeLong(long value) throws IOException {
        bytes.room(Long.BYTES).putLong(value);
    }

    private void writeByte(int value) throws IOException {
        bytes.room(1).put((byte) value);
    }

    public void writeBytes(byte[] value) throws IOException {
        writeInt(value.length);
        bytes.put(value);
    }

    /** Writes what {@link StateReader#readBytes} reads as the bytes of this state, its length before them. */
    public void writeSection(State state) throws IOException {
        ByteBuffer chunk = bytes.room(Integer.BYTES);
        int at = chunk.position();
        chunk.putInt(0);
        int before = size();
        state.write(this);
        chunk.putInt(at, size() - before);
    }

    public void writeText(String text) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public void writeTimestamp(Timestamp time) throws IOException {
        writeLong(time.physical());
        writeLong(time.counter());
        writeText(time.nodeId());
    }

    public void writeOrigin(Origin origin) throws IOException {
        writeBytes(origin.topic().unsafeArray());
        writeByte(origin.retained() ? 1 : 0);
        writeLong(origin.expiresAt());
        writeOptionalBytes(origin.responseTopic());
        writeOptionalBytes(origin.correlationData());
    }

    private void writeOptionalBytes(Optional<Bytes> bytes) throws IOException {
        writeByte(bytes.isPresent() ? 1 : 0);
        if (bytes.isPresent()) {
            writeBytes(bytes.get().unsafeArray());
        }
    }

    public void writeValue(DataModel value) throws IOException {
        switch (value) {
            case Message message -> {
                writeByte(MESSAGE);
                write(message);
            }
            case Snapshot snapshot -> {
                writeByte(SNAPSHOT);
                write(snapshot.timestamp());
                writeText(snapshot.format());
                writeInt(snapshot.width());
                writeInt(snapshot.height());
                writeBytes(snapshot.frame().unsafeArray());
            }
            case Bytes plain -> {
                writeByte(BYTES);
                writeBytes(plain.unsafeArray());
            }
        }
    }

    private void write(Message message) throws IOException {
        write(message.timestamp());
        writeBytes(message.topic().unsafeArray());
        writeOptional(message.contentType());
        writeBytes(message.payload().unsafeArray());
        writeInt(message.properties().size());
        for (var property : message.properties()) {
            writeText(property.key());
            writeText(property.value());
        }
        Optional<MessageSchema> schema = message.schema();
        if (schema.isEmpty()) {
            writeByte(0);
            return;
        }
        switch (schema.get()) {
            case MessageSchema.RegistryReference reference -> {
                writeByte(REGISTERED);
                writeText(reference.reference());
            }
            case MessageSchema.Inline inline -> {
                writeByte(INLINE);
                writeText(inline.name());
                writeText(inline.content());
            }
        }
    }

    private void writeOptional(Optional<String> text) throws IOException {
        writeByte(text.isPresent() ? 1 : 0);
        if (text.isPresent()) {
            writeText(text.get());
        }
    }

    private void write(DataTimestamp time) throws IOException {
        writeLong(time.seconds());
        writeInt(time.nanos());
        writeLong(time.counter());
        writeText(time.nodeId());
    }
}
