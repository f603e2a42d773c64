package dev.leat.dataflow.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link StateWriter} wrote. Whatever does not make sense is an {@link IOException}: lengths are held against
 * what is left before anything is allocated. One thread.
 */
public final class StateReader {

    private final DataInputStream in;

    public StateReader(byte[] bytes) {
        this.in = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /** How many bytes are left. */
    public int remaining() throws IOException {
        return in.available();
    }

    public int readInt() throws IOException {
        return in.readInt();
    }

    public long readLong() throws IOException {
        return in.readLong();
    }

    /** Reads how many things follow, each of at least one byte. */
    public int readCount() throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new EOFException("a count of " + count + " with " + in.available() + " bytes left");
        }
        return count;
    }

    public byte[] readBytes() throws IOException {
        byte[] bytes = new byte[readCount()];
        in.readFully(bytes);
        return bytes;
    }

    public String readText() throws IOException {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    public Timestamp readTimestamp() throws IOException {
        try {
            return new Timestamp(in.readLong(), in.readLong(), readText());
        } catch (IllegalArgumentException nonsense) {
            throw new IOException(nonsense);
        }
    }

    public Origin readOrigin() throws IOException {
        return new Origin(
                Bytes.of(readBytes()), in.readBoolean(), readLong(), readOptionalBytes(), readOptionalBytes());
    }

    private Optional<Bytes> readOptionalBytes() throws IOException {
        return in.readBoolean() ? Optional.of(Bytes.of(readBytes())) : Optional.empty();
    }

    public DataModel readValue() throws IOException {
        try {
            int kind = in.readByte();
            return switch (kind) {
                case StateWriter.MESSAGE -> readMessage();
                case StateWriter.SNAPSHOT ->
                    new Snapshot(readData(), readText(), in.readInt(), in.readInt(), Bytes.of(readBytes()));
                case StateWriter.BYTES -> Bytes.of(readBytes());
                default -> throw new IOException("there is no kind of value " + kind);
            };
        } catch (IllegalArgumentException nonsense) {
            throw new IOException(nonsense);
        }
    }

    private Message readMessage() throws IOException {
        DataTimestamp time = readData();
        Bytes topic = Bytes.of(readBytes());
        Optional<String> contentType = in.readBoolean() ? Optional.of(readText()) : Optional.empty();
        Bytes payload = Bytes.of(readBytes());
        int count = readCount();
        List<UserProperty> properties = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            properties.add(new UserProperty(readText(), readText()));
        }
        return new Message(time, topic, contentType, payload, properties, readSchema());
    }

    private Optional<MessageSchema> readSchema() throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 0 -> Optional.empty();
            case StateWriter.REGISTERED -> Optional.of(new MessageSchema.RegistryReference(readText()));
            case StateWriter.INLINE -> Optional.of(new MessageSchema.Inline(readText(), readText()));
            default -> throw new IOException("there is no kind of schema " + kind);
        };
    }

    private DataTimestamp readData() throws IOException {
        return new DataTimestamp(in.readLong(), in.readInt(), in.readLong(), readText());
    }
}
