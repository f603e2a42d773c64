package dev.leat.component.core;

/**
 * What the instances of one store may use.
 *
 * @param memoryBytes the most that one linear memory may grow to, in bytes; 64 KiB to 4 GiB
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
