package dev.leat.endpoint.mqtt;

import java.util.List;
import java.util.Optional;

/**
 * What a source subscribes to.
 *
 * @param topicFilters at least one; shared subscriptions as {@code $share/GROUP/FILTER} or {@code $shared/GROUP/FILTER}
 * @param sharedGroup makes {@code $share/GROUP/FILTER} of all filters that are not shared already, so that several
 *     instances, each with a client id of its own, divide the messages among them
 */
public record MqttSourceOptions(List<String> topicFilters, Optional<String> sharedGroup) {

    public MqttSourceOptions {
        topicFilters = List.copyOf(topicFilters);
    }

    /** For one instance alone. */
    public static MqttSourceOptions of(String... topicFilters) {
        return new MqttSourceOptions(List.of(topicFilters), Optional.empty());
    }

    public MqttSourceOptions sharedBy(String group) {
        return new MqttSourceOptions(topicFilters, Optional.of(group));
    }
}
