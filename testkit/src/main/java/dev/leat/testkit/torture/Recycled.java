package dev.leat.testkit.torture;

import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import java.util.function.Supplier;

/** After so many records, closes the operator and puts a fresh one in its place. */
final class Recycled implements Operator {

    private final Supplier<Operator> supplier;
    private Operator operator;
    private int left;

    Recycled(Supplier<Operator> supplier, int after) {
        this.supplier = supplier;
        this.operator = supplier.get();
        this.left = after;
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) throws Exception {
        boolean done = true;
        try {
            done = operator.process(input, record, outbox);
            return done;
        } finally {
            if (done && --left == 0) {
                operator.close();
                operator = supplier.get();
            }
        }
    }

    @Override
    public boolean complete(Timestamp time, Outbox outbox) throws Exception {
        return operator.complete(time, outbox);
    }

    @Override
    public void close() {
        operator.close();
    }
}
