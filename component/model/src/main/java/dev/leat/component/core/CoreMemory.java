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
}
