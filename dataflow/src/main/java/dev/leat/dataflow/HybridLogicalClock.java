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

    /** The largest unsigned number. */
    private static final long LAST_COUNTER = -1L;

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
     * A time later than all that this clock has given or merged. Where the counter of a millisecond is used up, that is
     * in the next one: giving the time never fails.
     */
    public synchronized Timestamp now() {
        long wall = wallClock.millis();
        if (wall > physical) {
            physical = wall;
            counter = 0;
        } else {
            tick();
        }
        return new Timestamp(physical, counter, nodeId);
    }

    /**
     * Moves this clock past a timestamp that came from elsewhere; one of this clock's own node id changes nothing.
     *
     * @throws ClockException {@link DataflowError#CLOCK_DRIFT} where the timestamp is ahead of the wall clock by more
     *     than the allowed drift, {@link DataflowError#COUNTER_OVERFLOW} where its counter is so near its end that
     *     counting on would leave this clock none to give. The clock is then as it was before.
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
        } else if (physical > other.physical()
                || (physical == other.physical() && Long.compareUnsigned(counter, other.counter()) >= 0)) {
            tick();
        } else {
            if (Long.compareUnsigned(other.counter(), LAST_COUNTER - 1) >= 0) {
                throw new ClockException(
                        DataflowError.COUNTER_OVERFLOW, "the counter of timestamp " + other + " is used up.");
            }
            physical = other.physical();
            counter = other.counter() + 1;
        }
    }

    /** The next count, or the next millisecond after the last count. */
    private void tick() {
        if (counter == LAST_COUNTER) {
            physical++;
            counter = 0;
        } else {
            counter++;
        }
    }
}
