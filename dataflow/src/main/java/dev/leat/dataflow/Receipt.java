package dev.leat.dataflow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Knows how many places still hold what came of one source record, and acknowledges it to the source when none does.
 *
 * <p>A receipt starts with one holder. Whoever keeps a record for longer than the call that it came with retains the
 * receipt, and releases it once. When the last holder releases, the acknowledgement runs, exactly once, on that holder's
 * thread. Safe for use by several threads.
 */
public final class Receipt {

    private static final VarHandle HOLDERS = Handles.field(MethodHandles.lookup(), "holders", int.class);

    private final Runnable acknowledge;

    /** Whether a checkpoint acknowledges, and not the last release. */
    private final boolean covered;

    /** Not volatile: its first value would cost a fence for each record, and whoever gets a receipt gets it safely. */
    @SuppressWarnings("FieldMayBeFinal") // changed through HOLDERS
    private int holders = 1;

    private Receipt(Runnable acknowledge, boolean covered) {
        this.acknowledge = acknowledge;
        this.covered = covered;
    }

    /**
     * A receipt held once, by the caller.
     *
     * @param acknowledge run by the last release; it must neither block nor throw
     */
    public static Receipt of(Runnable acknowledge) {
        return new Receipt(acknowledge, false);
    }

    /**
     * The same for a receipt that a checkpoint acknowledges, whoever holds it then: the last release does not. What a
     * restored group lacks must come again, even if its result was delivered before the crash.
     */
    static Receipt covered(Runnable acknowledge) {
        return new Receipt(acknowledge, true);
    }

    /** A receipt held once, by the caller, that acknowledges nothing. */
    public static Receipt unacknowledged() {
        return new Receipt(() -> {}, false);
    }

    /**
     * One receipt for what was made of several records. It is held once, by the caller, takes over one holder's place on
     * each of the parts, and gives those back when its own last holder releases it.
     */
    public static Receipt all(Iterable<Receipt> parts) {
        return new Receipt(() -> parts.forEach(Receipt::release), false);
    }

    /**
     * Adds a holder.
     *
     * @throws IllegalStateException where the last holder is gone already
     */
    public void retain() {
        retain(1);
    }

    void retain(int count) {
        if (count > 0 && (int) HOLDERS.getAndAdd(this, count) <= 0) {
            throw new IllegalStateException("retained after the last release");
        }
    }

    /**
     * Gives a holder's place back; the last one acknowledges.
     *
     * @throws IllegalStateException where there is no holder left
     */
    public void release() {
        // The only holder meets nobody: only who holds a receipt may retain or release it. So the usual case, a record
        // that reached one sink, costs no atomic update. Whoever sees that it is released sees what was done before.
        if ((int) HOLDERS.getAcquire(this) == 1) {
            HOLDERS.setRelease(this, 0);
            released();
            return;
        }
        int before = (int) HOLDERS.getAndAdd(this, -1);
        if (before == 1) {
            released();
        } else if (before < 1) {
            throw new IllegalStateException("released more often than retained");
        }
    }

    private void released() {
        if (!covered) {
            acknowledge.run();
        }
    }

    /** A durable checkpoint holds all that may still come of the record. Called once. */
    void acknowledgeCovered() {
        acknowledge.run();
    }

    /** Whether the last holder is gone. */
    public boolean isReleased() {
        return (int) HOLDERS.getAcquire(this) <= 0;
    }
}
