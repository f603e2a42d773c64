package dev.leat.testkit.torture;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import org.jspecify.annotations.Nullable;

/** Writes down what comes out of one output; confirms at once, or takes one record and confirms it when told. */
final class Collector implements Sink {

    private final int output;
    private final Trial trial;
    private final boolean eager;
    private @Nullable Record taken;
    private @Nullable Confirmation confirmation;

    Collector(int output, Trial trial, boolean eager) {
        this.output = output;
        this.trial = trial;
        this.eager = eager;
    }

    @Override
    public void start(Egress egress) {}

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        if (taken != null) {
            return false;
        }
        trial.outcome().emitted(output, record.time(), record.value());
        taken = record;
        this.confirmation = confirmation;
        if (eager) {
            confirm();
        }
        return true;
    }

    /** Answers whether there was something to confirm. */
    boolean confirm() {
        Record record = taken;
        Confirmation answer = confirmation;
        if (record == null || answer == null) {
            return false;
        }
        taken = null;
        confirmation = null;
        trial.confirm(record, answer);
        return true;
    }
}
