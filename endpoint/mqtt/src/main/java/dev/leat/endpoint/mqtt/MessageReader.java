package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.DataflowError;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.RepeatedWarning;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of PUBLISH packets.
 *
 * <p>A message has topic, payload, content type and all user properties in their order; its origin has the retain flag,
 * response topic, correlation data and message expiry. The payload format indicator is not kept: the sink finds out anew.
 * Belongs to one thread.
 */
final class MessageReader {

    /** The user property that carries the logical time. */
    static final String TIMESTAMP = "__ts";

    private final HybridLogicalClock clock;
    private final InstantSource wallClock;
    private final RepeatedWarning malformed;
    private final RepeatedWarning rejected;
    private final Runnable unreadable;

    private @Nullable MqttTopic lastTopic;
    private Bytes lastTopicBytes = Bytes.EMPTY;
    private Origin lastOrigin = Origin.NONE;

    /**
     * @param wallClock that the expiry of messages is counted from
     * @param unreadable run for each {@code __ts} that counts as absent
     */
    MessageReader(
            HybridLogicalClock clock,
            InstantSource wallClock,
            RepeatedWarning malformed,
            RepeatedWarning rejected,
            Runnable unreadable) {
        this.clock = clock;
        this.wallClock = wallClock;
        this.unreadable = unreadable;
        this.malformed = malformed;
        this.rejected = rejected;
    }

    Message read(Mqtt5Publish publish, Timestamp time) {
        return new Message(
                time.toDataTimestamp(),
                topic(publish.getTopic()),
                publish.getContentType().map(MqttUtf8String::toString),
                Bytes.of(publish.getPayloadAsBytes()),
                properties(publish),
                Optional.empty());
    }

    /**
     * The time in {@code __ts}, which the clock is then moved past, or else the clock's own. A {@code __ts} that is no
     * timestamp, or whose counter is used up, counts as absent. One that lies too far in the future moves nothing, and is
     * answered as it is: the graph's time policy says what becomes of the message.
     */
    Timestamp time(Mqtt5Publish publish) {
        String text = null;
        for (Mqtt5UserProperty property : publish.getUserProperties().asList()) {
            if (property.getName().toString().equals(TIMESTAMP)) {
                text = property.getValue().toString();
                break;
            }
        }
        if (text == null) {
            return clock.now();
        }
        Optional<Timestamp> parsed = Timestamp.tryParse(text);
        if (parsed.isEmpty()) {
            malformed.warn(MqttError.TIMESTAMP_MALFORMED.code() + ": topic '" + publish.getTopic() + "': __ts '" + text
                    + "' is no timestamp, the time of arrival was taken. " + MqttError.TIMESTAMP_MALFORMED.hint());
            unreadable.run();
            return clock.now();
        }
        Timestamp time = parsed.get();
        try {
            clock.merge(time);
            return time;
        } catch (ClockException refused) {
            if (refused.error() == DataflowError.CLOCK_DRIFT) {
                return time;
            }
            unreadable.run();
            rejected.warn(MqttError.TIMESTAMP_REJECTED.code() + ": topic '" + publish.getTopic() + "': "
                    + refused.getMessage() + " The time of arrival was taken. " + MqttError.TIMESTAMP_REJECTED.hint());
            return clock.now();
        }
    }

    /** What a destination may want to know of the message, and modules do not. */
    Origin origin(Mqtt5Publish publish) {
        Bytes topic = topic(publish.getTopic());
        OptionalLong expiry = publish.getMessageExpiryInterval();
        if (!publish.isRetain()
                && expiry.isEmpty()
                && publish.getResponseTopic().isEmpty()
                && publish.getCorrelationData().isEmpty()) {
            return lastOrigin;
        }
        return new Origin(
                topic,
                publish.isRetain(),
                expiry.isPresent() ? wallClock.millis() + 1000 * expiry.getAsLong() : Origin.NEVER,
                publish.getResponseTopic().map(response -> Bytes.copyOf(response.toByteBuffer())),
                publish.getCorrelationData().map(Bytes::copyOf));
    }

    /** Most messages in a row share their topic: one value serves them all. */
    private Bytes topic(MqttTopic topic) {
        if (!topic.equals(lastTopic)) {
            lastTopic = topic;
            lastTopicBytes = Bytes.copyOf(topic.toByteBuffer());
            lastOrigin = Origin.of(lastTopicBytes);
        }
        return lastTopicBytes;
    }

    private static List<UserProperty> properties(Mqtt5Publish publish) {
        List<? extends Mqtt5UserProperty> properties =
                publish.getUserProperties().asList();
        if (properties.isEmpty()) {
            return List.of();
        }
        List<UserProperty> read = new ArrayList<>(properties.size());
        for (Mqtt5UserProperty property : properties) {
            read.add(new UserProperty(
                    property.getName().toString(), property.getValue().toString()));
        }
        return read;
    }
}
