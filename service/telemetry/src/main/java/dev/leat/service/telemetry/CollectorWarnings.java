package dev.leat.service.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that a collector does not take what it is sent: at most once a minute, and when it does so again. */
final class CollectorWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorWarnings.class);

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String endpoint;
    private final LongSupplier nanoTime;
    private final AtomicLong failures = new AtomicLong();

    /** Whether the last thing said was that it does not take them. */
    private boolean warned;

    private boolean everWarned;
    private long warnedAt;

    CollectorWarnings(String endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    /** Watches one attempt. */
    CompletableResultCode watch(String what, CompletableResultCode attempt) {
        attempt.whenComplete(() -> {
            if (attempt.isSuccess()) {
                succeeded();
            } else {
                failed(what, attempt.getFailureThrowable());
            }
        });
        return attempt;
    }

    /** How many attempts failed so far. */
    long failures() {
        return failures.get();
    }

    private synchronized void failed(String what, @Nullable Throwable reason) {
        failures.incrementAndGet();
        if (everWarned && nanoTime.getAsLong() - warnedAt < PAUSE_NANOS) {
            return;
        }
        warned = true;
        everWarned = true;
        warnedAt = nanoTime.getAsLong();
        LOG.warn(
                "{}: the collector at {} does not take {}: {}. Graphs go on; what it misses of logs is lost, metrics"
                        + " follow when it is there",
                TelemetryProblem.COLLECTOR.code(),
                endpoint,
                what,
                describe(reason));
    }

    /** What happened underneath, in the words of whoever saw it, without the exporter's own wrapping. */
    static String describe(@Nullable Throwable reason) {
        if (reason == null) {
            return "no reason was given";
        }
        Throwable cause = reason;
        while (cause.getClass().getName().startsWith("io.opentelemetry.") && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return "nobody takes connections there";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private synchronized void succeeded() {
        if (warned) {
            warned = false;
            LOG.warn("the collector at {} takes metrics and logs again", endpoint);
        }
    }
}
