package dev.leat.component.wasmtime;

import java.util.Arrays;

/**
 * A deadline that guests meet at {@linkplain PollInserter polls}: when it has passed, the ticker takes the poll pages of all
 * instances away from the store's guests, and the next poll traps. When the deadline is taken back, or another is set, the
 * pages are given back.
 */
final class PollDeadline implements Deadline {

    private static final long NONE = Long.MAX_VALUE;

    /** The tick that guests are stopped at. */
    private volatile long end = NONE;

    /**
     * Whether the pages are away, or about to be. The ticker writes this before it looks at the deadline again, and the
     * store's thread the deadline before it looks at this: so one of them sees the other.
     */
    private volatile boolean stopping;

    /** The addresses of the poll pages; guarded by this, as is their state. */
    private long[] pages = new long[4];

    private int pageCount;

    /** How many of them are away, the first ones. */
    private int away;

    @Override
    public void set(long ticks) {
        if (ticks <= 0) {
            clear(true);
            end = Long.MIN_VALUE;
            stop();
            return;
        }
        end = DeadlineTicker.now() + ticks;
        if (stopping) {
            giveBack();
        }
        DeadlineTicker.wake();
    }

    @Override
    public void clear(boolean guestsRun) {
        end = NONE;
        if (stopping) {
            giveBack();
        }
    }

    @Override
    public void beforeCall() {}

    @Override
    public synchronized void addPage(long address) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, 2 * pageCount);
        }
        pages[pageCount++] = address;
        if (stopping) {
            takeAway();
        }
    }

    @Override
    public boolean stopped(TrapCode code) {
        return stopping && code == TrapCode.MEMORY_OUT_OF_BOUNDS;
    }

    @Override
    public boolean isSet() {
        return end != NONE;
    }

    @Override
    public void tick(long now) {
        if (end <= now) {
            stop();
        }
    }

    private synchronized void stop() {
        stopping = true;
        if (end == NONE || end > DeadlineTicker.now()) {
            // It has been taken back, or moved, meanwhile.
            stopping = away > 0;
            return;
        }
        takeAway();
    }

    private void takeAway() {
        while (away < pageCount) {
            SystemMemory.takeAway(pages[away], PollInserter.PAGE_BYTES);
            away++;
        }
    }

    private synchronized void giveBack() {
        while (away > 0) {
            SystemMemory.giveBack(pages[away - 1], PollInserter.PAGE_BYTES);
            away--;
        }
        stopping = false;
    }

    /** The pages go with the store: nobody may touch them after this. */
    @Override
    public synchronized void close() {
        end = NONE;
        pageCount = 0;
        away = 0;
    }
}
