package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What comes out of a case's graph: of all sinks in one order, and of each. */
final class CaseOutput {

    private final List<OutputRecord> all = new ArrayList<>();
    private final Map<String, List<OutputRecord>> bySink = new LinkedHashMap<>();

    /** A sink that keeps what it gets. */
    Sink sink(String name) {
        List<OutputRecord> own = new ArrayList<>();
        synchronized (this) {
            bySink.put(name, own);
        }
        return new Sink() {
            @Override
            public void start(Egress egress) {}

            @Override
            public boolean offer(Record record, Confirmation confirmation) {
                OutputRecord output = OutputRecord.of(record.time(), record.value(), OutputRecord.DEFAULT_TOPIC);
                synchronized (CaseOutput.this) {
                    all.add(output);
                    own.add(output);
                }
                confirmation.done();
                return true;
            }
        };
    }

    /** The records of a sink; of all where the name is {@link CaseContent#ALL_SINKS}. */
    synchronized List<JsonNode> of(String sink) {
        List<OutputRecord> records = sink.equals(CaseContent.ALL_SINKS) ? all : bySink.getOrDefault(sink, List.of());
        return records.stream().map(Expectation::tree).toList();
    }

    synchronized boolean hasSink(String name) {
        return bySink.containsKey(name);
    }

    synchronized List<String> sinks() {
        return List.copyOf(bySink.keySet());
    }
}
