package dev.leat.operator;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import java.util.List;

/** Keeps what comes and confirms it at once. */
record ListSink(List<Record> records) implements Sink {

    @Override
    public void start(Egress egress) {}

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        records.add(record);
        confirmation.done();
        return true;
    }
}
