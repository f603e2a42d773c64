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

    private static final VarHandle HOLDERS;

    /** Set in the number of holders when the acknowledgement has run already. */
    private static final int ACKNOWLEDGED = 1 << 30;

    static {
        try {
            HOLDERS = MethodHandles.lookup().findVarHandle(Receipt.class, "holders", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable acknowledge;

    /** Whether {@link #acknowledgeEarly} may be called, by a thread that holds nothing. */
    private final boolean early;

    /** Not volatile: its first value would cost a fence for each record, and whoever gets a receipt gets it safely. */
    @SuppressWarnings("FieldMayBeFinal") // changed through HOLDERS
    private int holders = 1;

    private Receipt(Runnable acknowledge, boolean early) {
        this.acknowledge = acknowledge;
        this.early = early;
    }

    /**
     * A receipt held once, by the caller.
     *
     * @param acknowledge run by the last release; it must neither block nor throw
     */
    public static Receipt of(Runnable acknowledge) {
        return new Receipt(acknowledge, false);
    }

    /** The same for a receipt that a checkpoint may acknowledge before the last release. */
    static Receipt early(Runnable acknowledge) {
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
        if (count > 0 && ((int) HOLDERS.getAndAdd(this, count) & ~ACKNOWLEDGED) <= 0) {
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
        if (!early && (int) HOLDERS.getAcquire(this) == 1) {
            HOLDERS.setRelease(this, 0);
            acknowledge.run();
            return;
        }
        int before = (int) HOLDERS.getAndAdd(this, -1);
        if (before == 1) {
            acknowledge.run();
        } else if ((before & ~ACKNOWLEDGED) < 1 || before < 0) {
            throw new IllegalStateException("released more often than retained");
        }
    }

    /**
     * Acknowledges now, whoever holds it: what came of the record is safe elsewhere. The last release does not acknowledge
     * again.
     */
    void acknowledgeEarly() {
        if (!early) {
            throw new IllegalStateException("not made to be acknowledged early");
        }
        int before = (int) HOLDERS.getAndBitwiseOr(this, ACKNOWLEDGED);
        if (before > 0 && (before & ACKNOWLEDGED) == 0) {
            acknowledge.run();
        }
    }

    /** Whether the last holder is gone. */
    public boolean isReleased() {
        return ((int) HOLDERS.getAcquire(this) & ~ACKNOWLEDGED) == 0;
    }
}
