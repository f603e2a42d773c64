package dev.leat.component.model;

import dev.leat.component.core.StoreLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * What one instance may use.
 *
 * @param store bounds on memory and tables
 * @param callTime the longest that one call of an export, or the start of the instance, may take; empty for no bound
 * @param handleBytes how many bytes of the host's memory the handles that the instance owns may keep alive at once, as
 *     the {@linkplain Linker.HostInstance#weighedResource weighers} of their resources count; a handle beyond traps
 */
public record InstanceLimits(StoreLimits store, Optional<Duration> callTime, long handleBytes) {

    /** The largest payload that MQTT carries may come in and go out again, as another one of that size. */
    public static final long DEFAULT_HANDLE_BYTES = 512L << 20;

    /** The store's defaults and no bound on time. */
    public static final InstanceLimits DEFAULT = new InstanceLimits(StoreLimits.DEFAULT, Optional.empty());

    public InstanceLimits {
        if (handleBytes < 0) {
            throw new IllegalArgumentException("handleBytes must not be negative: " + handleBytes);
        }
    }

    /** With {@link #DEFAULT_HANDLE_BYTES}. */
    public InstanceLimits(StoreLimits store, Optional<Duration> callTime) {
        this(store, callTime, DEFAULT_HANDLE_BYTES);
    }
}
