package dev.leat.graph.resource;

import dev.leat.graph.resource.DataflowProfile.Debugging;
import dev.leat.graph.resource.DataflowProfile.LogLevel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a DataflowProfile. */
final class ProfileReader {

    private enum SamplingMethod {
        COUNT
    }

    private static final Words<LogLevel> LEVELS =
            Words.of(LogLevel.class, level -> level.name().toLowerCase(Locale.ROOT));
    private static final Words<SamplingMethod> METHODS = Words.of(SamplingMethod.class);
    private static final int MOST_INSTANCES = 20;
    private static final int PROMETHEUS_PORT = 9_600;
    static final int MOST_UNSIGNED_SHORT = 65_535;

    private ProfileReader() {}

    static Optional<Resource> read(Unread unread) {
        return Fields.of(unread.spec(), unread.context(), "a profile", List.of("instanceCount", "diagnostics"))
                .flatMap(fields -> profile(unread, fields));
    }

    private static Optional<Resource> profile(Unread unread, Fields fields) {
        int instances = fields.integer("instanceCount", 1, MOST_INSTANCES, 1);
        Optional<Fields> diagnostics =
                fields.object("diagnostics", "diagnostics", "logs", "metrics", "debuggingSettings");
        LogLevel level = diagnostics
                .flatMap(known -> known.object("logs", "log settings", "level"))
                .flatMap(logs -> logs.choice("level", LEVELS))
                .orElse(LogLevel.INFO);
        int port = diagnostics
                .flatMap(known -> known.object("metrics", "metrics settings", "prometheusPort"))
                .map(metrics -> metrics.integer("prometheusPort", 0, MOST_UNSIGNED_SHORT, PROMETHEUS_PORT))
                .orElse(PROMETHEUS_PORT);
        Optional<Debugging> debugging = diagnostics
                .flatMap(known -> known.object(
                        "debuggingSettings", "debugging settings", "destinationSettings", "samplingPolicy"))
                .flatMap(ProfileReader::debugging);
        return unread.isSound()
                ? Optional.of(new DataflowProfile(unread.metadata().orElseThrow(), instances, level, port, debugging))
                : Optional.empty();
    }

    private static Optional<Debugging> debugging(Fields fields) {
        Optional<Placed> endpoint = fields.requiredObject(
                        "destinationSettings", "a destination's settings", "endpointRef")
                .flatMap(destination -> destination.requiredText("endpointRef"));
        int every = fields.object("samplingPolicy", "a sampling policy", "method", "countSettings")
                .flatMap(policy -> {
                    policy.requiredChoice("method", METHODS);
                    return policy.object("countSettings", "count settings", "nth");
                })
                .map(count -> count.integer("nth", 1, Integer.MAX_VALUE, 1))
                .orElse(1);
        return endpoint.map(given -> new Debugging(given, every));
    }
}
