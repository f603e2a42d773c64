package dev.leat.component.model;

import dev.leat.component.core.CoreStore;
import java.time.Duration;
import java.util.Optional;

/** Bounds the time of one instance's calls. A call inside another shares its time. */
final class CallTime {

    private final CoreStore store;
    private final long nanos;
    private boolean running;

    /** @param limit empty for no bound */
    CallTime(CoreStore store, Optional<Duration> limit) {
        this.store = store;
        this.nanos = limit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** @return whether the time starts with this call: then it is to be ended with it */
    boolean begin() {
        if (nanos == Long.MAX_VALUE || running) {
            return false;
        }
        store.setDeadline(nanos);
        running = true;
        return true;
    }

    void end() {
        running = false;
        store.clearDeadline();
    }
}
