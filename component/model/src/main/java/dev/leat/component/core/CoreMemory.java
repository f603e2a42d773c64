package dev.leat.component.core;

import java.lang.foreign.MemorySegment;

/** A linear memory of 32-bit addresses. */
public non-sealed interface CoreMemory extends CoreItem {

    /**
     * The memory as it is now, bounded by its present size: an access outside throws {@link
     * IndexOutOfBoundsException}. A guest call may grow the memory: ask again after each one. Cheap enough to ask each
     * time. It promises no alignment: use the {@code _UNALIGNED} layouts of {@link java.lang.foreign.ValueLayout}.
     */
    MemorySegment segment();

    /**
     * Whether the memory stays where it is when it grows: then a segment that was asked for earlier is good for all
     * bytes that it covers, and only what lies behind them is worth asking again for.
     */
    default boolean growsInPlace() {
        return false;
    }
}
