package dev.leat.component.nn;

import java.time.Duration;
import java.util.Locale;

/** Says which of two bounds on time was the shorter one. */
final class Limits {

    private Limits() {}

    /**
     * @param own the bound of inference
     * @param nanosLeft what the guest's call had left, in nanoseconds
     */
    static String describe(Duration own, long nanosLeft) {
        return own.toNanos() <= nanosLeft
                ? seconds(own.toNanos())
                : "the " + seconds(nanosLeft) + " that the module's call had left";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
