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
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of PUBLISH packets.
 *
 * <p>Kept: topic, payload, content type, all user properties in their order. Not kept, since a message of the data model
 * has no place for them: payload format indicator (the sink finds out anew), response topic, correlation data, message
 * expiry, retain flag. Belongs to one thread.
 */
final class MessageReader {

    /** The user property that carries the logical time. */
    static final String TIMESTAMP = "__ts";

    private final HybridLogicalClock clock;
    private final RepeatedWarning malformed;
    private final RepeatedWarning rejected;
    private final Runnable unreadable;

    private @Nullable MqttTopic lastTopic;
    private Bytes lastTopicBytes = Bytes.EMPTY;

    /** @param unreadable run for each {@code __ts} that counts as absent */
    MessageReader(HybridLogicalClock clock, RepeatedWarning malformed, RepeatedWarning rejected, Runnable unreadable) {
        this.clock = clock;
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

    /** Most messages in a row share their topic: one value serves them all. */
    private Bytes topic(MqttTopic topic) {
        if (!topic.equals(lastTopic)) {
            lastTopic = topic;
            lastTopicBytes = Bytes.copyOf(topic.toByteBuffer());
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
