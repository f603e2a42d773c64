package dev.leat.platform.server;

import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Faults;
import java.util.concurrent.TimeUnit;

/** Tells a flow's log of lost records: of the first few in each ten seconds one by one, and of how many more there were. */
final class LossReport implements Faults {

    private static final int AT_ONCE = 5;
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final FlowLog log;

    // Guarded by this.
    private long began = System.nanoTime() - PERIOD_NANOS;
    private long reported;
    private long left;

    LossReport(FlowLog log) {
        this.log = log;
    }

    @Override
    public synchronized void report(Fault fault) {
        long now = System.nanoTime();
        if (now - began >= PERIOD_NANOS) {
            if (left > 0) {
                log.error(fault.operation(), left + " more losses before this one were not written out");
            }
            began = now;
            reported = 0;
            left = 0;
        }
        if (reported == AT_ONCE) {
            left++;
            return;
        }
        reported++;
        String what = fault instanceof Fault.RecordDropped ? "a record was lost: " : "a group was lost: ";
        log.error(fault.operation(), what + fault.reason().getMessage());
    }
}
