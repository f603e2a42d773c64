package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.state.StateWriter;
import dev.leat.runtime.Graph;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a graph's sources bring to a file, so that {@link Recording} can run the graph on it again: a line of JSON
 * each, in the order in which the graph took them, after a first line that says which graph it was. What the wall clock
 * did to the sources' frontiers is written, too.
 */
public final class Recorder implements Observer, AutoCloseable {

    /** The version of the form. */
    static final int FORM = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final OutputStream stream;
    private final JsonGenerator out;
    private volatile boolean broken;

    /**
     * Begins a recording.
     *
     * @param definition the graph definition as it was read
     * @throws IOException where the file cannot be written
     */
    public Recorder(Path file, byte[] definition, Graph graph) throws IOException {
        this.file = file;
        this.stream = Files.newOutputStream(file);
        this.out = JSON.createGenerator(new BufferedOutputStream(stream, 1 << 16));
        out.setRootValueSeparator(null);
        writeHeader(definition, graph);
        out.flush();
    }

    private void writeHeader(byte[] definition, Graph graph) throws IOException {
        out.writeStartObject();
        out.writeNumberField("recording", FORM);
        out.writeStringField("graph", graph.definition().metadata().name());
        out.writeStringField("definition", new String(definition, java.nio.charset.StandardCharsets.UTF_8));
        out.writeNumberField(
                "lateness", graph.options().worker().time().allowedLateness().toMillis());
        out.writeStringField("late", graph.options().worker().time().late().name());
        out.writeObjectFieldStart("configuration");
        for (Map.Entry<String, Map<String, String>> operation :
                graph.configuration().properties().entrySet()) {
            out.writeObjectFieldStart(operation.getKey());
            for (Map.Entry<String, String> property : operation.getValue().entrySet()) {
                out.writeStringField(property.getKey(), property.getValue());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeObjectFieldStart("modules");
        for (var module : graph.modules().entrySet()) {
            out.writeStringField(module.getKey(), module.getValue().digest());
        }
        out.writeEndObject();
        out.writeEndObject();
        out.writeRaw('\n');
    }

    @Override
    public void taken(String source, Timestamp time, Record record) {
        write(() -> {
            StateWriter value = new StateWriter();
            value.writeValue(record.value());
            out.writeStringField("time", time.toString());
            out.writeStringField("value", Base64.getEncoder().encodeToString(value.toByteArray()));
        });
    }

    @Override
    public void frontier(String source, Frontier frontier) {
        write(() -> out.writeNumberField("frontier", frontier.millis()));
    }

    private interface Content {
        void write() throws IOException;
    }

    /** A recording that cannot go on must not stop the graph: it is said once. */
    private void write(Content content) {
        if (broken) {
            return;
        }
        try {
            out.writeStartObject();
            content.write();
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException failure) {
            broken = true;
            LOG.error(
                    "{}: {}: the recording ends here: {}",
                    TestkitProblem.RECORDING_BROKE.code(),
                    file,
                    failure.getMessage());
        }
    }

    /** Whether the recording ended before the run, as its file could not be written. Asked when the run is over. */
    public boolean isBroken() {
        return broken;
    }

    /** Ends the recording, one that broke with its last whole line. */
    @Override
    public void close() throws IOException {
        if (broken) {
            // Not through the buffer, which would write again what did not go.
            stream.close();
            cutToWholeLines();
            return;
        }
        try {
            out.close();
        } catch (IOException failure) {
            cutToWholeLines();
            throw new IOException(file + ": the recording ends here: " + failure.getMessage(), failure);
        }
    }

    private void cutToWholeLines() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (end > 0 && (channel.read(one.clear(), end - 1) < 1 || one.get(0) != '\n')) {
                end--;
            }
            channel.truncate(end);
        }
    }
}
