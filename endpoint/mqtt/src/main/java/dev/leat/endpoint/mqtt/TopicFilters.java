package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttSharedTopicFilter;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a source subscribes to. Shared subscriptions may be written as MQTT does, {@code $share/group/filter}, or as the
 * product does, {@code $shared/group/filter}.
 */
final class TopicFilters {

    private static final String SHARED = "$share/";
    private static final String PRODUCT_SHARED = "$shared/";
    private static final int REMEMBERED = 1024;

    private final List<MqttTopicFilter> filters;
    private final Map<MqttTopic, Boolean> matched = new HashMap<>();

    /** @throws MqttEndpointException where one is no topic filter, or there is none */
    TopicFilters(List<String> texts) {
        this(texts, Optional.empty());
    }

    /**
     * @param group that shares the messages, of filters that no group shares already
     * @throws MqttEndpointException where one is no topic filter, or there is none, or the group's name is none
     */
    TopicFilters(List<String> texts, Optional<String> group) {
        if (texts.isEmpty()) {
            throw new MqttEndpointException(MqttError.TOPIC_INVALID, "a source needs at least one topic filter", null);
        }
        this.filters = texts.stream().map(text -> parse(text, group)).toList();
    }

    private static MqttTopicFilter parse(String text, Optional<String> group) {
        String filter = text.startsWith(PRODUCT_SHARED) ? SHARED + text.substring(PRODUCT_SHARED.length()) : text;
        String shared = group.isEmpty() || filter.startsWith(SHARED) ? filter : SHARED + group.get() + "/" + filter;
        try {
            return MqttTopicFilter.of(shared);
        } catch (IllegalArgumentException invalid) {
            throw new MqttEndpointException(
                    MqttError.TOPIC_INVALID, "'" + shared + "' is no topic filter: " + invalid.getMessage(), invalid);
        }
    }

    List<MqttTopicFilter> all() {
        return filters;
    }

    /** Whether a message on this topic was asked for. Belongs to one thread, which it serves from memory. */
    boolean matches(MqttTopic topic) {
        Boolean known = matched.get(topic);
        if (known != null) {
            return known;
        }
        boolean matches = false;
        for (MqttTopicFilter filter : filters) {
            matches |= filter instanceof MqttSharedTopicFilter shared
                    ? shared.getTopicFilter().matches(topic)
                    : filter.matches(topic);
        }
        if (matched.size() < REMEMBERED) {
            matched.put(topic, matches);
        }
        return matches;
    }

    @Override
    public String toString() {
        return filters.toString();
    }
}
