package dev.leat.component.core;

/**
 * What the instances of one store may use.
 *
 * <p>The linear memories of a store never have more than {@code memoryBytes} together. An instance whose memories do not
 * fit is refused with a {@link CoreLinkException}, and a memory that wants to grow beyond gets the answer of {@code
 * memory.grow} to that, -1. A store with a single memory can use all of it. Where there are several, an engine may
 * divide what is left among those that can still grow each time that an instance is made, so that one of them may be
 * refused what another has not used.
 *
 * @param memoryBytes the most that all linear memories of the store have together, in bytes; 64 KiB to 4 GiB
 * @param tableElements the most elements one table may grow to
 */
public record StoreLimits(long memoryBytes, long tableElements) {

    /** 512 MiB of memory and a million table elements. */
    public static final StoreLimits DEFAULT = new StoreLimits(512L << 20, 1_000_000);

    public StoreLimits {
        if (memoryBytes < 1 << 16 || memoryBytes > 1L << 32) {
            throw new IllegalArgumentException("memoryBytes must be between 64 KiB and 4 GiB, not " + memoryBytes);
        }
        if (tableElements < 1) {
            throw new IllegalArgumentException("tableElements must be positive, not " + tableElements);
        }
    }
}
