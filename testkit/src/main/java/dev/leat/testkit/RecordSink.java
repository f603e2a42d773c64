package dev.leat.testkit;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sink that writes an {@link OutputRecord} a line. A record is confirmed when its line was handed to the system.
 *
 * <p>A sink to a file knows how far it got: where a graph goes on from a checkpoint, the file is cut to what the checkpoint
 * knows of, and every record is in it exactly once.
 */
public final class RecordSink implements Sink {

    private final OutputWriter writer;
    /** What can be cut and gone back in; a pipe or a device cannot. */
    private final @Nullable FileChannel file;

    private final String topic;
    private final List<Confirmation> written = new ArrayList<>();
    private long kept;
    private boolean broken;
    private @Nullable Egress egress;

    private RecordSink(OutputWriter writer, @Nullable FileChannel file, String topic) {
        this.writer = writer;
        this.file = file;
        this.topic = topic;
    }

    /** Writes to a stream, with {@link OutputRecord#DEFAULT_TOPIC} as the destination of records. */
    public static RecordSink toStream(String name, OutputStream out) {
        return toStream(name, out, OutputRecord.DEFAULT_TOPIC);
    }

    /**
     * Writes to a stream.
     *
     * @param name what messages call the stream
     * @param out closed with the sink
     * @param topic the destination that records are said to have
     */
    public static RecordSink toStream(String name, OutputStream out, String topic) {
        return new RecordSink(new OutputWriter(name, out), null, topic);
    }

    /** Writes to a file, with {@link OutputRecord#DEFAULT_TOPIC} as the destination of records. */
    public static RecordSink toFile(Path path) throws IOException {
        return toFile(path, OutputRecord.DEFAULT_TOPIC);
    }

    /**
     * Writes to a file, which is emptied when the graph starts anew. A pipe or a device is written to like a stream.
     *
     * @throws IOException where the file cannot be opened
     */
    public static RecordSink toFile(Path path, String topic) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new RecordSink(
                new OutputWriter(path.toString(), Channels.newOutputStream(channel)),
                Files.isRegularFile(path) ? channel : null,
                topic);
    }

    @Override
    public void start(Egress egress) throws IOException {
        this.egress = egress;
        FileChannel channel = file;
        if (channel != null) {
            channel.truncate(kept);
            channel.position(kept);
        }
    }

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        return offer(record, topic, confirmation);
    }

    /** The same with another destination. */
    public boolean offer(Record record, String destination, Confirmation confirmation) {
        written.add(confirmation);
        try {
            writer.write(OutputRecord.of(record.time(), record.value(), destination));
        } catch (TestkitException failure) {
            fail(failure);
        }
        return true;
    }

    @Override
    public void flush() {
        try {
            writer.flush();
        } catch (TestkitException failure) {
            fail(failure);
        }
        if (broken) {
            return;
        }
        written.forEach(Confirmation::done);
        written.clear();
    }

    /** What is not confirmed comes again. */
    private void fail(TestkitException failure) {
        broken = true;
        Egress way = egress;
        if (way != null) {
            way.fail(failure);
        }
    }

    @Override
    public State save() {
        FileChannel channel = file;
        if (channel == null) {
            return State.NONE;
        }
        try {
            long length = channel.position();
            // Forced by whoever writes the checkpoint: it is worth nothing without these lines.
            return state -> {
                channel.force(false);
                state.writeLong(length);
            };
        } catch (IOException unknown) {
            return state -> {
                throw unknown;
            };
        }
    }

    /** Looks whether the file can be gone back in. It is cut at the start, when nothing else keeps the graph from going on. */
    @Override
    public void restore(StateReader state) throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            return;
        }
        long length = state.readLong();
        if (channel.size() < length) {
            throw new IOException("the output has " + channel.size() + " bytes, and the checkpoint is of " + length
                    + ": it is another file, or was changed; give the one that belongs to the state, or another"
                    + " --state-dir");
        }
        kept = length;
    }

    @Override
    public void close() {
        writer.close();
    }
}
