package dev.leat.endpoint.mqtt;

import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import java.time.Duration;
import java.util.Optional;

/**
 * What a sink publishes, beside what the message brings.
 *
 * @param topic where records go; without one, each message goes to its own topic
 * @param retain what becomes of the retain flag that a record came with
 * @param messageExpiry after which the broker need not deliver any more; whole seconds. A record that came with an expiry
 *     keeps what is left of its own
 * @param headers changes to the user properties, after all others
 * @param cloudEvents attributes of CloudEvents, where they are wanted
 * @param contentType of messages that bring none
 * @param sourceId the value of the user property {@code __srcId}
 */
public record MqttSinkOptions(
        Optional<TopicTemplate> topic,
        Retain retain,
        Optional<Duration> messageExpiry,
        Headers headers,
        Optional<CloudEvents> cloudEvents,
        String contentType,
        String sourceId) {

    /** What becomes of the retain flag. */
    public enum Retain {
        /** What came with it goes out with it. */
        KEEP,
        /** Nothing goes out with it. */
        NEVER
    }

    /** Each message goes to its own topic, keeps its retain flag, does not expire, and is JSON unless it says otherwise. */
    public static final MqttSinkOptions DEFAULT = new MqttSinkOptions(
            Optional.empty(),
            Retain.KEEP,
            Optional.empty(),
            Headers.NONE,
            Optional.empty(),
            "application/json",
            "mqtt-source");

    public MqttSinkOptions {
        messageExpiry.ifPresent(expiry -> {
            if (expiry.toSeconds() < 1 || expiry.toSeconds() > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("messageExpiry must be between 1 and 4294967295 s, not " + expiry);
            }
        });
    }

    /**
     * Records go to this topic.
     *
     * @param topic as {@link TopicTemplate} reads it
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID}
     */
    public static MqttSinkOptions to(String topic) {
        return DEFAULT.withTopic(TopicTemplate.parse(topic));
    }

    public MqttSinkOptions withTopic(TopicTemplate topic) {
        return new MqttSinkOptions(
                Optional.of(topic), retain, messageExpiry, headers, cloudEvents, contentType, sourceId);
    }

    public MqttSinkOptions withRetain(Retain retain) {
        return new MqttSinkOptions(topic, retain, messageExpiry, headers, cloudEvents, contentType, sourceId);
    }

    public MqttSinkOptions withMessageExpiry(Duration messageExpiry) {
        return new MqttSinkOptions(
                topic, retain, Optional.of(messageExpiry), headers, cloudEvents, contentType, sourceId);
    }

    public MqttSinkOptions withHeaders(Headers headers) {
        return new MqttSinkOptions(topic, retain, messageExpiry, headers, cloudEvents, contentType, sourceId);
    }

    public MqttSinkOptions withCloudEvents(CloudEvents cloudEvents) {
        return new MqttSinkOptions(
                topic, retain, messageExpiry, headers, Optional.of(cloudEvents), contentType, sourceId);
    }

    public MqttSinkOptions withSourceId(String sourceId) {
        return new MqttSinkOptions(topic, retain, messageExpiry, headers, cloudEvents, contentType, sourceId);
    }
}
