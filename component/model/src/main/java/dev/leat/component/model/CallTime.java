package dev.leat.component.model;

import dev.leat.component.core.CoreStore;

/** Bounds the time of an instance's calls. A call inside another shares the time of the outer one. */
final class CallTime {

    private final CoreStore store;
    private final long limit;
    private long end;
    private int depth;

    /** @param limit of each call in nanoseconds; {@link Long#MAX_VALUE} for none */
    CallTime(CoreStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    void begin() {
        if (limit == Long.MAX_VALUE) {
            return;
        }
        if (depth == 0) {
            end = System.nanoTime() + Math.min(limit, Long.MAX_VALUE / 2);
            store.setDeadline(limit);
        }
        depth++;
    }

    void end() {
        if (limit != Long.MAX_VALUE && --depth == 0) {
            store.clearDeadline();
        }
    }

    /** See {@link HostContext#nanosLeft}. */
    long left() {
        return depth == 0 ? Long.MAX_VALUE : Math.max(0, end - System.nanoTime());
    }
}
