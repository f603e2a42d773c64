package dev.leat.dataflow;

/**
 * How much one accumulate holds, and how much of it a single call gets.
 *
 * @param batchRecords records in one call of the accumulator, at most
 * @param batchBytes bytes of values in one call, at most, but one record in any case
 * @param openRecords records in all open groups together, at most; what comes beyond is lost, and reported
 * @param openBytes bytes of values in all open groups together, at most
 */
public record AccumulateLimits(int batchRecords, long batchBytes, int openRecords, long openBytes) {

    /** 10,000 records and 16 MiB a call; 1,000,000 records and 512 MiB held. */
    public static final AccumulateLimits DEFAULT = new AccumulateLimits(10_000, 16L << 20, 1_000_000, 512L << 20);

    public AccumulateLimits {
        if (batchRecords < 1 || batchBytes < 1 || openRecords < 1 || openBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
