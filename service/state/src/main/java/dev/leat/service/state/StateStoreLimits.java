package dev.leat.service.state;

/**
 * How much a store takes. What is beyond is refused with "the quota has been exceeded".
 *
 * @param keyBytes of one key; at most 16,384, so that the topic of its notifications is one
 * @param valueBytes of one value
 * @param watches at the same time
 * @param memoryBytes that keys and values take together in a store in memory; a store on disk has the disk
 */
public record StateStoreLimits(int keyBytes, int valueBytes, int watches, long memoryBytes) {

    /** 16 KiB for a key, 16 MiB for a value, 10,000 watches, 512 MiB in memory. */
    public static final StateStoreLimits DEFAULT = new StateStoreLimits(16_384, 16 << 20, 10_000, 512L << 20);

    public StateStoreLimits {
        if (keyBytes < 1 || keyBytes > 16_384 || valueBytes < 0 || watches < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("a limit of a state store is out of range");
        }
    }
}
