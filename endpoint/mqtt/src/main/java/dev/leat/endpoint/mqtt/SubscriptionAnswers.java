package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a broker answers to a subscription: each filter must be granted, with the QoS that was asked for. */
final class SubscriptionAnswers {

    private SubscriptionAnswers() {}

    /** What is wrong with the answer; empty where nothing is. */
    static Optional<MqttEndpointException> problem(
            MqttConnectionOptions options,
            TopicFilters filters,
            MqttQos asked,
            List<Mqtt5SubAckReasonCode> answers,
            @Nullable Throwable cause) {
        List<String> refused = new ArrayList<>();
        List<String> lower = new ArrayList<>();
        for (int i = 0; i < filters.all().size(); i++) {
            String filter = "'" + filters.all().get(i) + "'";
            if (i >= answers.size()) {
                refused.add(filter + ": no answer");
            } else if (answers.get(i).isError()) {
                refused.add(filter + ": " + ConnectionFailures.words(answers.get(i)));
            } else if (answers.get(i).getCode() < asked.getCode()) {
                lower.add(filter);
            }
        }
        if (!refused.isEmpty()) {
            return Optional.of(new MqttEndpointException(
                    MqttError.SUBSCRIPTION_REFUSED,
                    "the broker at " + options.address() + " refused the subscription to " + String.join(", ", refused),
                    cause));
        }
        if (!lower.isEmpty()) {
            return Optional.of(new MqttEndpointException(
                    MqttError.QOS_NOT_GRANTED,
                    "the broker at " + options.address() + " grants no more than QoS 0 for " + String.join(", ", lower)
                            + ", QoS " + asked.getCode() + " was asked for",
                    cause));
        }
        return Optional.empty();
    }
}
