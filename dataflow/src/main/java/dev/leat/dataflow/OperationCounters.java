package dev.leat.dataflow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counts of one operation. The plain methods belong to the worker's thread, those that say so to any; reading is for
 * any thread and sees each count as it was a moment ago.
 */
final class OperationCounters {

    private static final VarHandle IN = handle("in");
    private static final VarHandle OUT = handle("out");
    private static final VarHandle OUT_SHARED = handle("outShared");
    private static final VarHandle DROPPED = handle("dropped");
    private static final VarHandle FAILED = handle("failed");
    private static final VarHandle LATE = handle("late");
    private static final VarHandle UNREADABLE = handle("unreadable");

    @SuppressWarnings("unused") // through the handles
    private long in;

    @SuppressWarnings("unused")
    private long out;

    @SuppressWarnings("unused")
    private long outShared;

    @SuppressWarnings("unused")
    private long dropped;

    @SuppressWarnings("unused")
    private long failed;

    @SuppressWarnings("unused")
    private long late;

    @SuppressWarnings("unused")
    private long unreadable;

    void countIn() {
        IN.setOpaque(this, (long) IN.get(this) + 1);
    }

    void countOut() {
        OUT.setOpaque(this, (long) OUT.get(this) + 1);
    }

    void countDropped() {
        DROPPED.setOpaque(this, (long) DROPPED.get(this) + 1);
    }

    void countLate() {
        LATE.setOpaque(this, (long) LATE.get(this) + 1);
    }

    /** From any thread. */
    void countUnreadableTimeShared() {
        UNREADABLE.getAndAdd(this, 1L);
    }

    /** From any thread. */
    void countOutShared() {
        OUT_SHARED.getAndAdd(this, 1L);
    }

    /** From any thread. */
    void countFailedShared() {
        FAILED.getAndAdd(this, 1L);
    }

    Counts read() {
        return new Counts(
                (long) IN.getOpaque(this),
                (long) OUT.getOpaque(this) + (long) OUT_SHARED.getOpaque(this),
                (long) DROPPED.getOpaque(this),
                (long) FAILED.getOpaque(this),
                (long) LATE.getOpaque(this),
                (long) UNREADABLE.getOpaque(this));
    }

    private static VarHandle handle(String field) {
        return Handles.field(MethodHandles.lookup(), field, long.class);
    }
}
