package dev.leat.component.model;

import dev.leat.component.core.StoreLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * What one instance may use.
 *
 * @param store bounds on memory and tables
 * @param callTime the longest that one call of an export, or the start of the instance, may take; empty for no bound
 */
public record InstanceLimits(StoreLimits store, Optional<Duration> callTime) {

    /** The store's defaults and no bound on time. */
    public static final InstanceLimits DEFAULT = new InstanceLimits(StoreLimits.DEFAULT, Optional.empty());
}
