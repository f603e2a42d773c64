package dev.leat.cli;

import dev.leat.dataflow.Counts;
import dev.leat.dataflow.LatePolicy;
import dev.leat.dataflow.TimePolicy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how time moves in a graph. */
final class TimeOptions {

    /** What moves time. */
    enum Clock {
        EVENT,
        WALL
    }

    private static final String NEVER = "never";
    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Option(
            names = "--clock",
            paramLabel = "event|wall",
            description =
                    "What moves time: the records alone, or the wall clock, too, where none come. Default: event with"
                            + " --input, wall with --broker. With --input, wall plays a recording in real time.")
    private @Nullable Clock clock;

    @Option(
            names = "--allowed-lateness",
            paramLabel = "SECONDS",
            description = "How far a record's time may lag behind the latest one seen (default: 1).")
    private @Nullable Double allowedLateness;

    @Option(
            names = "--late",
            paramLabel = "deliver|dead-letter|drop",
            description = "What happens to records that lag further (default: deliver, at the frontier).")
    private @Nullable String late;

    @Option(
            names = "--idle-after",
            paramLabel = "SECONDS|never",
            description = "With the wall clock: how long no record comes before the clock moves time (default: 2).")
    private @Nullable String idleAfter;

    @Option(
            names = "--max-drift",
            paramLabel = "SECONDS",
            description = "With the wall clock: how far ahead of it a record's time may lie (default: 60).")
    private @Nullable Double maxDrift;

    boolean isWall(boolean live) {
        return clock == null ? live : clock == Clock.WALL;
    }

    /** @param live whether records come as they are made, rather than from a file */
    TimePolicy policy(boolean live) {
        boolean wall = isWall(live);
        TimePolicy policy = wall ? TimePolicy.WALL_CLOCK : TimePolicy.EVENT_TIME;
        if (!wall && (idleAfter != null || maxDrift != null)) {
            throw new UsageException(
                    CliProblem.OPTIONS, "--idle-after and --max-drift go with --clock wall: nothing else looks at it");
        }
        Double lateness = allowedLateness;
        if (lateness != null) {
            policy = policy.withAllowedLateness(seconds("--allowed-lateness", lateness));
        }
        policy = policy.withLate(late());
        Double drift = maxDrift;
        if (drift != null) {
            policy = policy.withMaxDrift(seconds("--max-drift", drift));
        }
        String idle = idleAfter;
        if (idle != null && idle.equals(NEVER)) {
            return new TimePolicy(policy.allowedLateness(), policy.late(), Optional.empty(), policy.maxDrift());
        }
        return idle == null ? policy : policy.withIdleAfter(seconds("--idle-after", number(idle)));
    }

    /** Says how many records were late, what became of them, and how fewer are. */
    static void reportLate(Map<String, Counts> counts, TimePolicy policy, PrintWriter err) {
        long number = counts.values().stream().mapToLong(Counts::late).sum();
        if (number == 0) {
            return;
        }
        String became = switch (policy.late()) {
            case DELIVER -> "went on with the time of the frontier, perhaps in windows of their own";
            case DEAD_LETTER -> "went to the dead letters";
            case DROP -> "were dropped";
        };
        err.println(number + " messages lagged more than "
                + policy.allowedLateness().toMillis() / 1000.0
                + " s behind the latest before them and " + became
                + "; --allowed-lateness SECONDS waits longer for them");
    }

    private LatePolicy late() {
        String text = late;
        if (text == null) {
            return LatePolicy.DELIVER;
        }
        try {
            return LatePolicy.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new UsageException(CliProblem.VALUE, "--late " + text + ": deliver, dead-letter or drop");
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            throw new UsageException(CliProblem.VALUE, "--idle-after " + text + ": a number of seconds, or never");
        }
    }

    private static Duration seconds(String option, double seconds) {
        if (!(seconds >= 0 && seconds <= LONGEST.toSeconds())) {
            throw new UsageException(
                    CliProblem.VALUE, option + " " + seconds + ": between 0 and " + LONGEST.toSeconds() + " seconds");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
