package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.DataModel;
import java.util.ArrayList;
import java.util.List;

/** An operator under test: takes a value, and gives what it emitted. */
final class TestOperation implements AutoCloseable {

    private final Operator operator;
    private long time;

    TestOperation(Operator operator) {
        this.operator = operator;
    }

    /** What the operator makes of a value. */
    List<DataModel> process(DataModel value) throws Exception {
        Record record = new Record(new Timestamp(++time, 0, "test"), value, Receipt.unacknowledged());
        return process(record).stream().map(Record::value).toList();
    }

    List<Record> process(Record record) throws Exception {
        List<Record> emitted = new ArrayList<>();
        boolean done = operator.process(0, record, new Collecting(emitted));
        assertThat(done).as("where there is room, one call is enough").isTrue();
        return emitted;
    }

    /** The one value that a map makes of another. */
    DataModel map(DataModel value) throws Exception {
        List<DataModel> emitted = process(value);
        assertThat(emitted).hasSize(1);
        return emitted.getFirst();
    }

    /** Whether a filter lets a value pass, as it is. */
    boolean passes(DataModel value) throws Exception {
        List<DataModel> emitted = process(value);
        if (emitted.isEmpty()) {
            return false;
        }
        assertThat(emitted).hasSize(1);
        assertThat(emitted.getFirst()).isSameAs(value);
        return true;
    }

    @Override
    public void close() throws Exception {
        operator.close();
    }

    /** An outbox that takes everything on the only output. */
    private record Collecting(List<Record> emitted) implements Outbox {

        @Override
        public boolean offer(int output, Record one) {
            assertThat(output).isZero();
            return emitted.add(one);
        }

        @Override
        public void keep(Record record) {
            record.receipt().retain();
        }

        @Override
        public void notifyAt(Timestamp time) {
            throw new AssertionError("nothing here waits for a time");
        }

        @Override
        public void lose(Record record, Throwable reason) {
            throw new AssertionError(reason);
        }
    }
}
