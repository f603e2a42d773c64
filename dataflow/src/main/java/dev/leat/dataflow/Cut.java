package dev.leat.dataflow;

import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

/**
 * What a worker was at one moment, between two records: how far each source was taken, what each operator holds and waits
 * for, and what each sink had still to deliver. Unchanged by what comes after.
 */
record Cut(String graph, List<OfSource> sources, List<OfOperator> operators, List<OfSink> sinks) implements State {

    /** How far a source was taken, and where its time stood. */
    record OfSource(String name, long taken, long latest, long frontier) {}

    record OfOperator(String name, State state, List<Timestamp> times) {}

    record OfSink(String name, State state, List<Record> pending) {}

    @Override
    public void write(StateWriter writer) throws IOException {
        writer.writeText(graph);
        writer.writeInt(sources.size());
        for (OfSource source : sources) {
            writer.writeText(source.name());
            writer.writeLong(source.taken());
            writer.writeLong(source.latest());
            writer.writeLong(source.frontier());
        }
        writer.writeInt(operators.size());
        for (OfOperator operator : operators) {
            writer.writeText(operator.name());
            writer.writeSection(operator.state());
            writer.writeInt(operator.times().size());
            for (Timestamp time : operator.times()) {
                writer.writeTimestamp(time);
            }
        }
        writer.writeInt(sinks.size());
        for (OfSink sink : sinks) {
            writer.writeText(sink.name());
            writer.writeSection(sink.state());
            writer.writeInt(sink.pending().size());
            for (Record record : sink.pending()) {
                writer.writeTimestamp(record.time());
                writer.writeValue(record.value());
            }
        }
        // Behind all else, where checkpoints of earlier releases end.
        for (OfSink sink : sinks) {
            for (Record record : sink.pending()) {
                writer.writeOrigin(record.origin());
            }
        }
    }

    /** A cut as it was read back, by the names of operations. */
    record Restored(
            String graph, Map<String, OfSource> sources, Map<String, Operator> operators, Map<String, Sink> sinks) {

        @SuppressWarnings("ArrayRecordComponent") // read once
        record Operator(byte[] state, List<Timestamp> times) {}

        @SuppressWarnings("ArrayRecordComponent")
        record Sink(byte[] state, List<Record> pending) {}
    }

    static Restored read(StateReader reader) throws IOException {
        Restored restored =
                new Restored(reader.readText(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int left = reader.readCount(); left > 0; left--) {
            OfSource source = new OfSource(reader.readText(), reader.readLong(), reader.readLong(), reader.readLong());
            restored.sources().put(source.name(), source);
        }
        for (int left = reader.readCount(); left > 0; left--) {
            String name = reader.readText();
            byte[] state = reader.readBytes();
            List<Timestamp> times = new ArrayList<>();
            for (int more = reader.readCount(); more > 0; more--) {
                times.add(reader.readTimestamp());
            }
            restored.operators().put(name, new Restored.Operator(state, times));
        }
        for (int left = reader.readCount(); left > 0; left--) {
            String name = reader.readText();
            byte[] state = reader.readBytes();
            List<Record> pending = new ArrayList<>();
            for (int more = reader.readCount(); more > 0; more--) {
                pending.add(new Record(reader.readTimestamp(), reader.readValue(), Receipt.unacknowledged()));
            }
            restored.sinks().put(name, new Restored.Sink(state, pending));
        }
        if (reader.remaining() > 0) {
            for (Restored.Sink sink : restored.sinks().values()) {
                for (ListIterator<Record> pending = sink.pending().listIterator(); pending.hasNext(); ) {
                    Record record = pending.next();
                    pending.set(new Record(record.time(), record.value(), record.receipt(), reader.readOrigin()));
                }
            }
        }
        if (reader.remaining() > 0) {
            throw new IOException(reader.remaining() + " bytes are left over");
        }
        return restored;
    }
}
