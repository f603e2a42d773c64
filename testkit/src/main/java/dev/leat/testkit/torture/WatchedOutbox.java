package dev.leat.testkit.torture;

import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import org.jspecify.annotations.Nullable;

/** The outbox of one call: passes everything on, and judges it. */
final class WatchedOutbox implements Outbox {

    private static final int MOST_REFUSALS = 1_000;
    private static final int MOST_EMISSIONS = 200_000;

    private final Trial trial;
    private final Outbox outbox;
    private final @Nullable Receipt origin;
    private final Findings findings;
    private final Thread thread = Thread.currentThread();
    private int emissions;
    private int refusals;
    private volatile boolean closed;

    /**
     * @param origin of the record that the call is for; null where it is for a time
     * @param emissions of earlier calls for the same
     */
    WatchedOutbox(Trial trial, Outbox outbox, @Nullable Receipt origin, int emissions) {
        this.trial = trial;
        this.outbox = outbox;
        this.origin = origin;
        this.findings = trial.findings();
        this.emissions = emissions;
    }

    int emissions() {
        return emissions;
    }

    int refusals() {
        return refusals;
    }

    void close() {
        closed = true;
    }

    @Override
    public boolean offer(int output, Record record) {
        check("an offer of " + Outcome.text(record.time(), record.value()));
        if (output < 0 || output >= trial.outputs()) {
            String detail = "a record was emitted on output " + output + ", and there are " + trial.outputs()
                    + ", from 0; say outputs(n) where there are more";
            findings.add(Rule.KNOWN_OUTPUT, detail);
            throw new IllegalArgumentException(detail);
        }
        if (record.receipt().isReleased()) {
            findings.add(
                    Rule.RELEASES_NOT_TOO_EARLY,
                    Outcome.text(record.time(), record.value())
                            + " is emitted with a receipt that was released already: keep the record for longer");
        }
        boolean accepted;
        try {
            accepted = outbox.offer(output, record);
        } catch (IllegalArgumentException early) {
            findings.add(Rule.NOT_BEFORE_ITS_TIME, String.valueOf(early.getMessage()));
            throw early;
        }
        if (accepted) {
            emitted(record);
        } else if (++refusals > MOST_REFUSALS) {
            String detail =
                    "offers went on after a refusal, which stays until the call returns: answer false, and go on in"
                            + " the next call";
            findings.add(Rule.HEEDS_REFUSAL, detail);
            throw new IllegalStateException(detail);
        }
        return accepted;
    }

    private void emitted(Record record) {
        if (origin != null) {
            trial.emitted(record, origin);
        }
        if (++emissions > MOST_EMISSIONS) {
            String detail = "more than " + MOST_EMISSIONS + " records were emitted for one record or time";
            findings.add(Rule.IS_DONE_AT_LAST, detail);
            throw new IllegalStateException(detail);
        }
    }

    @Override
    public void keep(Record record) {
        check("keeping " + Outcome.text(record.time(), record.value()));
        outbox.keep(record);
    }

    @Override
    public void notifyAt(Timestamp time) {
        check("asking for " + time);
        try {
            outbox.notifyAt(time);
        } catch (IllegalArgumentException early) {
            findings.add(Rule.NOT_BEFORE_ITS_TIME, String.valueOf(early.getMessage()));
            throw early;
        }
        trial.asked(time);
    }

    @Override
    public void lose(Record record, Throwable reason) {
        check("losing " + Outcome.text(record.time(), record.value()));
        outbox.lose(record, reason);
    }

    private void check(String what) {
        if (closed || Thread.currentThread() != thread) {
            String detail = what + (closed ? ", after its call had returned" : ", on another thread");
            findings.add(Rule.OUTBOX_WITHIN_CALL, detail);
            throw new IllegalStateException(detail);
        }
    }
}
