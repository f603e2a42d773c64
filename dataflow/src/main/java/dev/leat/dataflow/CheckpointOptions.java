package dev.leat.dataflow;

import dev.leat.dataflow.state.CheckpointStore;
import java.time.Duration;

/**
 * Where and how often a worker makes checkpoints.
 *
 * <p>What was taken from a source is acknowledged when a checkpoint that covers it is durable, and not before. A worker that
 * has nothing to do and something to acknowledge makes one at once, {@code pause} after the one before; any other after
 * {@code interval}. A checkpoint that takes long is followed by a pause of four times as long.
 *
 * @param store belongs to the caller, who closes it after the worker
 * @param interval from one checkpoint to the next of a busy worker
 * @param pause at least, between two
 */
public record CheckpointOptions(CheckpointStore store, Duration interval, Duration pause) {

    public CheckpointOptions {
        if (interval.isNegative() || pause.isNegative()) {
            throw new IllegalArgumentException(
                    "interval and pause must not be negative: " + interval + " and " + pause);
        }
    }

    /** One second; 20 milliseconds. */
    public static CheckpointOptions in(CheckpointStore store) {
        return new CheckpointOptions(store, Duration.ofSeconds(1), Duration.ofMillis(20));
    }
}
