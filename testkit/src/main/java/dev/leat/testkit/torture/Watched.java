package dev.leat.testkit.torture;

import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;

/** Stands before an operator, passes everything on, and judges what it does with its calls. */
final class Watched implements Operator {

    private static final int MOST_IDLE_CALLS = 1_000;

    private final Trial trial;
    private final Operator operator;
    private final Findings findings;

    /** Of the argument that it is called with, over all calls. */
    private int emissions;

    private int idleCalls;
    private int closed;

    Watched(Trial trial, Operator operator) {
        this.trial = trial;
        this.operator = operator;
        this.findings = trial.findings();
    }

    int closed() {
        return closed;
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) throws Exception {
        trial.came(record);
        WatchedOutbox call = new WatchedOutbox(trial, outbox, record.receipt(), emissions);
        boolean over = true;
        try {
            boolean done = operator.process(input, record, call);
            judge(call, done, Outcome.text(record.time(), record.value()));
            over = done;
            return done;
        } finally {
            call.close();
            end(over);
        }
    }

    @Override
    public boolean complete(Timestamp time, Outbox outbox) throws Exception {
        trial.completed(time);
        WatchedOutbox call = new WatchedOutbox(trial, outbox, null, emissions);
        boolean over = true;
        try {
            boolean done = operator.complete(time, call);
            judge(call, done, "completion of " + time);
            over = done;
            return done;
        } finally {
            call.close();
            end(over);
        }
    }

    private void judge(WatchedOutbox call, boolean done, String argument) {
        if (done && call.refusals() > 0) {
            findings.add(
                    Rule.HEEDS_REFUSAL,
                    argument
                            + " was called done though an offer for it was refused; answer false, and go on in the next"
                            + " call");
        }
        idleCalls = call.emissions() > emissions ? 0 : idleCalls + 1;
        emissions = call.emissions();
        if (!done && idleCalls > MOST_IDLE_CALLS) {
            String detail = argument + " is not done after " + MOST_IDLE_CALLS + " calls that emitted nothing";
            findings.add(Rule.IS_DONE_AT_LAST, detail);
            throw new IllegalStateException(detail);
        }
    }

    private void end(boolean over) {
        if (over) {
            emissions = 0;
            idleCalls = 0;
        }
    }

    @Override
    public State save() {
        try {
            return operator.save();
        } catch (RuntimeException failure) {
            findings.add(Rule.SAVES_ALL, "saving failed: " + failure);
            throw failure;
        }
    }

    @Override
    public void restore(StateReader state) throws IOException {
        operator.restore(state);
        if (state.remaining() > 0) {
            findings.add(
                    Rule.SAVES_ALL,
                    "of what it saved, " + state.remaining() + " bytes are left over when it was restored");
        }
    }

    @Override
    public void close() {
        closed++;
        try {
            operator.close();
        } catch (RuntimeException failure) {
            findings.add(Rule.CLOSES, "closing failed: " + failure);
        }
    }
}
