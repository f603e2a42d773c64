package dev.leat.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Faults;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.operator.OperatorLog;
import dev.leat.runtime.GraphOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a line of JSON for each thing that happens in a graph: a record that an operation gets, a time that is complete,
 * what a module logs, a record that is lost. Records go depth first, so what an operation answers is what the next
 * operation gets, in the lines that follow.
 *
 * <p>A trace that cannot be written on ends with a warning; the graph goes on.
 */
final class TraceWriter implements Observer, AutoCloseable {

    /** So many bytes of a payload are shown. */
    private static final int SHOWN = 16 << 10;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final Writer out;
    private final PrintWriter err;
    private boolean broken;

    private TraceWriter(Path file, Writer out, PrintWriter err) {
        this.file = file;
        this.out = out;
        this.err = err;
    }

    static TraceWriter to(Path file, PrintWriter err) throws IOException {
        return new TraceWriter(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8), err);
    }

    /** The options with a log and faults that are traced, too. */
    GraphOptions addTo(GraphOptions options) {
        OperatorLog log = options.services().log();
        Faults faults = options.worker().faults();
        return options.withLog((level, operation, context, message) -> {
                    write("log", operation, generator -> {
                        generator.writeStringField("level", level.name());
                        generator.writeStringField("context", context);
                        generator.writeStringField("message", message);
                    });
                    log.log(level, operation, context, message);
                })
                .withFaults(fault -> {
                    write(
                            "lost",
                            operation(fault),
                            generator -> generator.writeStringField(
                                    "reason", String.valueOf(fault.reason().getMessage())));
                    faults.report(fault);
                });
    }

    private static String operation(Fault fault) {
        return switch (fault) {
            case Fault.RecordDropped dropped -> dropped.operation();
            case Fault.CompletionFailed failed -> failed.operation();
        };
    }

    @Override
    public void arrived(String operation, int input, Record record) {
        write("got", operation, generator -> {
            generator.writeStringField("time", record.time().toString());
            switch (record.value()) {
                case Message message -> {
                    generator.writeStringField("topic", message.topic().asUtf8());
                    if (!message.properties().isEmpty()) {
                        generator.writeArrayFieldStart("properties");
                        for (var property : message.properties()) {
                            generator.writeString(property.key() + "=" + property.value());
                        }
                        generator.writeEndArray();
                    }
                    payload(generator, message.payload());
                }
                case Snapshot snapshot -> {
                    generator.writeStringField(
                            "snapshot", snapshot.format() + " " + snapshot.width() + "x" + snapshot.height());
                    generator.writeNumberField("bytes", snapshot.frame().length());
                }
                case Bytes bytes -> payload(generator, bytes);
            }
        });
    }

    @Override
    public void completed(String operation, Timestamp time) {
        write("complete", operation, generator -> generator.writeStringField("time", time.toString()));
    }

    private static void payload(JsonGenerator generator, Bytes payload) throws IOException {
        var text = payload.asStrictUtf8();
        if (text.isPresent() && payload.length() <= SHOWN) {
            generator.writeStringField("payload", text.get());
        } else {
            generator.writeNumberField("bytes", payload.length());
        }
    }

    private interface Fields {
        void write(JsonGenerator generator) throws IOException;
    }

    private synchronized void write(String event, String operation, Fields fields) {
        if (broken) {
            return;
        }
        try {
            JsonGenerator generator = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            generator.writeStringField("event", event);
            generator.writeStringField("operation", operation);
            fields.write(generator);
            generator.writeEndObject();
            generator.close();
            out.write('\n');
        } catch (IOException failure) {
            breakOff(failure);
        }
    }

    private void breakOff(IOException failure) {
        if (!broken) {
            broken = true;
            err.println(
                    CliProblem.FILE.code() + ": the trace " + file + " cannot be written on: " + failure.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException failure) {
            breakOff(failure);
        }
    }
}
