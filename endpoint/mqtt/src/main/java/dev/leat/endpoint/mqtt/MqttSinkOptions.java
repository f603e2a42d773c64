package dev.leat.endpoint.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sink publishes, beside what the message brings.
 *
 * @param topic where every record goes; without one, each message goes to its own topic
 * @param messageExpiry after which the broker need not deliver any more; whole seconds
 * @param contentType of messages that bring none
 * @param sourceId the value of the user property {@code __srcId}
 */
public record MqttSinkOptions(
        Optional<String> topic, Optional<Duration> messageExpiry, String contentType, String sourceId) {

    /** Each message goes to its own topic, does not expire, and is JSON unless it says otherwise. */
    public static final MqttSinkOptions DEFAULT =
            new MqttSinkOptions(Optional.empty(), Optional.empty(), "application/json", "mqtt-source");

    public MqttSinkOptions {
        messageExpiry.ifPresent(expiry -> {
            if (expiry.toSeconds() < 1 || expiry.toSeconds() > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("messageExpiry must be between 1 and 4294967295 s, not " + expiry);
            }
        });
    }

    /** Every record goes to this topic. */
    public static MqttSinkOptions to(String topic) {
        return new MqttSinkOptions(Optional.of(topic), Optional.empty(), DEFAULT.contentType, DEFAULT.sourceId);
    }

    public MqttSinkOptions withMessageExpiry(Duration messageExpiry) {
        return new MqttSinkOptions(topic, Optional.of(messageExpiry), contentType, sourceId);
    }

    public MqttSinkOptions withSourceId(String sourceId) {
        return new MqttSinkOptions(topic, messageExpiry, contentType, sourceId);
    }
}
