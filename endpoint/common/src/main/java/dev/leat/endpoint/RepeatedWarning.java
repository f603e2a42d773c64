package dev.leat.endpoint;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A warning that may be due for every message: logged at once, then at most once a minute with a count. Safe for use by
 * several threads.
 */
public final class RepeatedWarning {

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final Logger log;
    private final LongSupplier nanoTime;
    private long logged;
    private long suppressed;
    private boolean any;

    public RepeatedWarning(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    public synchronized void warn(String message) {
        long now = nanoTime.getAsLong();
        if (any && now - logged < MINUTE_NANOS) {
            suppressed++;
            return;
        }
        log.warn("{}{}", message, suppressed == 0 ? "" : " (and " + suppressed + " times before that)");
        any = true;
        logged = now;
        suppressed = 0;
    }
}
