package dev.leat.dataflow.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes values in the form that {@link StateReader} reads: big-endian numbers, lengths before contents. One thread. */
public final class StateWriter {

    static final int MESSAGE = 1;
    static final int SNAPSHOT = 2;
    static final int BYTES = 3;
    static final int REGISTERED = 1;
    static final int INLINE = 2;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(buffer);

    /** What was written so far. */
    public byte[] toByteArray() {
        return buffer.toByteArray();
    }

    public void writeInt(int value) throws IOException {
        out.writeInt(value);
    }

    public void writeLong(long value) throws IOException {
        out.writeLong(value);
    }

    public void writeBytes(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public void writeText(String text) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public void writeTimestamp(Timestamp time) throws IOException {
        out.writeLong(time.physical());
        out.writeLong(time.counter());
        writeText(time.nodeId());
    }

    public void writeValue(DataModel value) throws IOException {
        switch (value) {
            case Message message -> {
                out.writeByte(MESSAGE);
                write(message);
            }
            case Snapshot snapshot -> {
                out.writeByte(SNAPSHOT);
                write(snapshot.timestamp());
                writeText(snapshot.format());
                out.writeInt(snapshot.width());
                out.writeInt(snapshot.height());
                writeBytes(snapshot.frame().unsafeArray());
            }
            case Bytes bytes -> {
                out.writeByte(BYTES);
                writeBytes(bytes.unsafeArray());
            }
        }
    }

    private void write(Message message) throws IOException {
        write(message.timestamp());
        writeBytes(message.topic().unsafeArray());
        writeOptional(message.contentType());
        writeBytes(message.payload().unsafeArray());
        out.writeInt(message.properties().size());
        for (var property : message.properties()) {
            writeText(property.key());
            writeText(property.value());
        }
        Optional<MessageSchema> schema = message.schema();
        if (schema.isEmpty()) {
            out.writeByte(0);
            return;
        }
        switch (schema.get()) {
            case MessageSchema.RegistryReference reference -> {
                out.writeByte(REGISTERED);
                writeText(reference.reference());
            }
            case MessageSchema.Inline inline -> {
                out.writeByte(INLINE);
                writeText(inline.name());
                writeText(inline.content());
            }
        }
    }

    private void writeOptional(Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            writeText(text.get());
        }
    }

    private void write(DataTimestamp time) throws IOException {
        out.writeLong(time.seconds());
        out.writeInt(time.nanos());
        out.writeLong(time.counter());
        writeText(time.nodeId());
    }
}
