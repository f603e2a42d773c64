package dev.leat.endpoint.mqtt;

import java.util.List;
import java.util.Optional;

/**
 * What a source subscribes to.
 *
 * @param topicFilters at least one; shared subscriptions as {@code $share/GROUP/FILTER} or {@code $shared/GROUP/FILTER}
 * @param sharedGroup makes {@code $share/GROUP/FILTER} of all filters that are not shared already, so that several
 *     instances, each with a client id of its own, divide the messages among them
 * @param formerFilters what the session may have subscribed to before, as it was written to the broker; those that are not
 *     among the filters any more are given up, once the broker has accepted the others
 * @param leaving whether the source subscribes to nothing, and rather gives up all filters, takes what the session still
 *     holds, and ends; then the session ends with it
 */
public record MqttSourceOptions(
        List<String> topicFilters, Optional<String> sharedGroup, List<String> formerFilters, boolean leaving) {

    public MqttSourceOptions {
        topicFilters = List.copyOf(topicFilters);
        formerFilters = List.copyOf(formerFilters);
    }

    /** For one instance alone. */
    public static MqttSourceOptions of(String... topicFilters) {
        return of(List.of(topicFilters));
    }

    /** For one instance alone. */
    public static MqttSourceOptions of(List<String> topicFilters) {
        return new MqttSourceOptions(topicFilters, Optional.empty(), List.of(), false);
    }

    public MqttSourceOptions sharedBy(String group) {
        return new MqttSourceOptions(topicFilters, Optional.of(group), formerFilters, leaving);
    }

    public MqttSourceOptions withFormerFilters(List<String> former) {
        return new MqttSourceOptions(topicFilters, sharedGroup, former, leaving);
    }

    /** For a session that is not to go on. */
    public MqttSourceOptions thatLeaves() {
        return new MqttSourceOptions(topicFilters, sharedGroup, formerFilters, true);
    }
}
