package dev.leat.dataflow;

import java.time.Duration;
import java.util.Optional;

/**
 * How a source's frontier follows the times of its records.
 *
 * <p>The frontier is the latest physical time seen, less the allowed lateness. Where {@code idleAfter} is given and the
 * source has brought nothing for that long, the frontier follows the wall clock instead, less the allowed lateness: what
 * waits for time to pass need not wait for the next record. A source that could not bring anything ({@link Source#health},
 * {@link Source#mostUnacknowledged}) is not idle: its records still come.
 *
 * <p>No duration is negative, or longer than 36,500 days.
 *
 * @param allowedLateness how far records may lag behind the latest one seen
 * @param late what happens to those that lag further
 * @param idleAfter how long a source brings nothing before its frontier follows the wall clock; empty: it never does
 * @param maxDrift how far a record's time may lie ahead of the wall clock: what lies further is refused, and moves
 *     nothing. Empty: any time is taken
 */
public record TimePolicy(
        Duration allowedLateness, LatePolicy late, Optional<Duration> idleAfter, Optional<Duration> maxDrift) {

    // Before the policies below, which are held against it.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** One second of lateness; late records are delivered at the frontier; only records move time. For recorded input. */
    public static final TimePolicy EVENT_TIME =
            new TimePolicy(Duration.ofSeconds(1), LatePolicy.DELIVER, Optional.empty(), Optional.empty());

    /** The same, but after two idle seconds the wall clock moves time, and 60 s of drift are allowed. For live input. */
    public static final TimePolicy WALL_CLOCK = new TimePolicy(
            Duration.ofSeconds(1),
            LatePolicy.DELIVER,
            Optional.of(Duration.ofSeconds(2)),
            Optional.of(HybridLogicalClock.DEFAULT_MAX_DRIFT));

    public TimePolicy {
        check("allowed lateness", allowedLateness);
        idleAfter.ifPresent(idle -> check("idle time", idle));
        maxDrift.ifPresent(drift -> check("drift", drift));
    }

    private static void check(String what, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the " + what + " must be between 0 and " + LONGEST.toDays() + " days, not " + duration);
        }
    }

    public TimePolicy withAllowedLateness(Duration allowed) {
        return new TimePolicy(allowed, late, idleAfter, maxDrift);
    }

    public TimePolicy withLate(LatePolicy policy) {
        return new TimePolicy(allowedLateness, policy, idleAfter, maxDrift);
    }

    public TimePolicy withIdleAfter(Duration idle) {
        return new TimePolicy(allowedLateness, late, Optional.of(idle), maxDrift);
    }

    public TimePolicy withMaxDrift(Duration drift) {
        return new TimePolicy(allowedLateness, late, idleAfter, Optional.of(drift));
    }
}
