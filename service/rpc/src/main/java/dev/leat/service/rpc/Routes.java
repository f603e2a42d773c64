package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttSharedTopicFilter;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who takes what is received. Safe for use by many threads. */
final class Routes {

    /** Called by the client's event loop, and must not wait. */
    interface Handler {
        void received(Mqtt5Publish publish, Runnable acknowledgement);
    }

    private record Route(MqttTopicFilter filter, Handler handler) {}

    private final Map<String, Handler> exact = new ConcurrentHashMap<>();
    private final Map<String, Route> patterns = new ConcurrentHashMap<>();

    void add(String filter, Handler handler) {
        MqttTopicFilter parsed = MqttTopicFilter.of(filter);
        MqttTopicFilter plain = parsed instanceof MqttSharedTopicFilter shared ? shared.getTopicFilter() : parsed;
        if (plain.containsWildcards()) {
            patterns.put(filter, new Route(plain, handler));
        } else {
            exact.put(plain.toString(), handler);
        }
    }

    void remove(String filter) {
        if (patterns.remove(filter) == null) {
            MqttTopicFilter parsed = MqttTopicFilter.of(filter);
            exact.remove(
                    (parsed instanceof MqttSharedTopicFilter shared ? shared.getTopicFilter() : parsed).toString());
        }
    }

    /** Empty where nobody asked for the topic: a subscription of an earlier run may still stand. */
    Optional<Handler> find(MqttTopic topic) {
        @Nullable Handler handler = exact.get(topic.toString());
        if (handler != null) {
            return Optional.of(handler);
        }
        for (Route route : patterns.values()) {
            if (route.filter().matches(topic)) {
                return Optional.of(route.handler());
            }
        }
        return Optional.empty();
    }
}
