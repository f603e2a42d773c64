package dev.leat.dataflow;

import java.time.Duration;
import java.time.InstantSource;

/**
 * A clock that never goes back, stays close to the wall clock, and is later than every timestamp merged into it.
 *
 * <p>Implements the rules of the iot-operations SDKs: the wall clock wins where it is ahead of all that was seen, and
 * otherwise the counter tells apart what falls into one millisecond. Safe for use by several threads.
 */
public final class HybridLogicalClock {

    /** How far a merged timestamp may lie ahead of the wall clock unless said otherwise. */
    public static final Duration DEFAULT_MAX_DRIFT = Duration.ofSeconds(60);

    private final String nodeId;
    private final InstantSource wallClock;
    private final long maxDriftMillis;

    private long physical;
    private long counter;

    public HybridLogicalClock(String nodeId, InstantSource wallClock) {
        this(nodeId, wallClock, DEFAULT_MAX_DRIFT);
    }

    /**
     * Makes a clock that stands at the wall clock's time.
     *
     * @param nodeId unlike that of any other clock, and without a colon
     * @param maxDrift how far a merged timestamp may lie ahead of the wall clock
     */
    public HybridLogicalClock(String nodeId, InstantSource wallClock, Duration maxDrift) {
        this.nodeId = nodeId;
        this.wallClock = wallClock;
        this.maxDriftMillis = maxDrift.toMillis();
        this.physical = new Timestamp(wallClock.millis(), 0, nodeId).physical();
    }

    public String nodeId() {
        return nodeId;
    }

    /**
     * A time later than all that this clock has given or merged.
     *
     * @throws ClockException {@link DataflowError#COUNTER_OVERFLOW} where the counter is used up while the wall clock is
     *     not ahead
     */
    public synchronized Timestamp now() {
        long wall = wallClock.millis();
        if (wall > physical) {
            physical = wall;
            counter = 0;
        } else {
            counter = incremented(counter);
        }
        return new Timestamp(physical, counter, nodeId);
    }

    /**
     * Moves this clock past a timestamp that came from elsewhere; one of this clock's own node id changes nothing.
     *
     * @throws ClockException {@link DataflowError#CLOCK_DRIFT} where the timestamp is ahead of the wall clock by more
     *     than the allowed drift, {@link DataflowError#COUNTER_OVERFLOW} where its counter cannot be counted on. The
     *     clock is then as it was before.
     */
    public synchronized void merge(Timestamp other) {
        if (other.nodeId().equals(nodeId)) {
            return;
        }
        long wall = wallClock.millis();
        if (other.physical() - wall > maxDriftMillis) {
            throw new ClockException(
                    DataflowError.CLOCK_DRIFT,
                    "timestamp " + other + " is " + (other.physical() - wall) + " ms ahead of the clock, "
                            + maxDriftMillis + " ms are allowed.");
        }
        if (wall > physical && wall > other.physical()) {
            physical = wall;
            counter = 0;
        } else if (other.physical() == physical) {
            counter = incremented(Long.compareUnsigned(counter, other.counter()) >= 0 ? counter : other.counter());
        } else if (physical > other.physical()) {
            counter = incremented(counter);
        } else {
            counter = incremented(other.counter());
            physical = other.physical();
        }
    }

    private long incremented(long count) {
        if (count == -1L) {
            throw new ClockException(
                    DataflowError.COUNTER_OVERFLOW,
                    "the counter of clock '" + nodeId + "' at " + physical + " ms has no next value.");
        }
        return count + 1;
    }
}
