package dev.leat.cli;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Counts;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Operation;
import dev.leat.graph.OperationType;
import dev.leat.testkit.RecordSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What all sinks of a graph write to: one file, or the standard output. */
final class OutputFile implements AutoCloseable {

    private final RecordSink target;
    private final List<String> sinks;
    private final Destinations topics;
    private boolean started;

    OutputFile(String output, GraphDefinition graph, Destinations topics) throws IOException {
        this.topics = topics;
        this.sinks = graph.operations(OperationType.SINK).stream()
                .map(Operation::name)
                .toList();
        this.target = output.equals("-")
                ? RecordSink.toStream("<stdout>", new Uncloseable(System.out))
                : RecordSink.toFile(Path.of(output));
    }

    /** The sink of this name. */
    Sink sink(String name) {
        return new Part(topics.of(name));
    }

    /** How many records came out. */
    long count(RunningDataflow running) {
        var counts = running.counts();
        return sinks.stream()
                .map(counts::get)
                .filter(Objects::nonNull)
                .mapToLong(Counts::out)
                .sum();
    }

    @Override
    public void close() {
        target.close();
    }

    private final class Part implements Sink {

        private final String topic;

        Part(String topic) {
            this.topic = topic;
        }

        @Override
        public void start(Egress egress) throws IOException {
            if (!started) {
                started = true;
                target.start(egress);
            }
        }

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            return target.offer(record, topic, confirmation);
        }

        @Override
        public void flush() {
            target.flush();
        }

        @Override
        public State save() {
            return target.save();
        }

        @Override
        public void restore(StateReader state) throws IOException {
            target.restore(state);
        }
    }
}
