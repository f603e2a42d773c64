package dev.leat.component.wasmtime;

/** A deadline that guests compare with the engine's epoch, themselves: dearer, and it leaves a guest's code as it is, for debuggers. */
final class EpochDeadline implements Deadline {

    /** Far enough away for any process, and no overflow when the library adds the present epoch. */
    private static final long NONE = 1L << 62;

    private final long context;
    private volatile boolean set;

    /** Whether the library still has a deadline that was taken back: most often the next call sets another. */
    private boolean stale;

    EpochDeadline(long context) {
        this.context = context;
        StoreFunctions.setEpochDeadline(context, NONE);
    }

    @Override
    public void set(long ticks) {
        set = true;
        stale = false;
        DeadlineTicker.wake();
        StoreFunctions.setEpochDeadline(context, ticks);
    }

    @Override
    public void clear(boolean guestsRun) {
        set = false;
        stale = true;
        if (guestsRun) {
            beforeCall();
        }
    }

    @Override
    public void beforeCall() {
        if (stale) {
            stale = false;
            StoreFunctions.setEpochDeadline(context, NONE);
        }
    }

    @Override
    public void addPage(long address) {
        throw new IllegalStateException("guests are compiled without polls");
    }

    @Override
    public boolean stopped(TrapCode code) {
        return code == TrapCode.INTERRUPT;
    }

    @Override
    public boolean isSet() {
        return set;
    }

    /** The epoch is the engine's. */
    @Override
    public void tick(long now) {}

    @Override
    public void close() {
        set = false;
    }
}
