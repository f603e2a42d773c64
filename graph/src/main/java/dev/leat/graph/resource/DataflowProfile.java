package dev.leat.graph.resource;

import java.util.Optional;

/**
 * How graphs and data flows of a profile run.
 *
 * @param instances how many of each, 1 to 20
 * @param logLevel such as {@code info}
 * @param prometheusPort 0 to 65535
 */
public record DataflowProfile(
        ResourceMetadata metadata, int instances, LogLevel logLevel, int prometheusPort, Optional<Debugging> debugging)
        implements Resource {

    /** The name of the profile that always exists. */
    public static final String DEFAULT_NAME = "default";

    /** The levels of {@code diagnostics.logs.level}. */
    public enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /**
     * Samples of what flows, for looking at (2026-11-01-preview).
     *
     * @param endpoint an MQTT endpoint
     * @param every one message of this many
     */
    public record Debugging(Placed endpoint, int every) {}

    @Override
    public ResourceKind kind() {
        return ResourceKind.DATAFLOW_PROFILE;
    }
}
