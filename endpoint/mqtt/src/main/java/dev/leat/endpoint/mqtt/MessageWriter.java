package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.Utf8;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes PUBLISH packets of records.
 *
 * <p>User properties go out in the message's order, with what CloudEvents and headers change of them, followed by
 * {@code __ts} (the record's logical time), {@code __protVer} and {@code __srcId}, which take the place of what the message
 * had under these names. Retain flag, expiry, response topic and correlation data are those of the record's origin. Belongs
 * to one thread.
 */
final class MessageWriter {

    private static final MqttUtf8String TIMESTAMP = MqttUtf8String.of(MessageReader.TIMESTAMP);
    private static final String PROTOCOL_VERSION = "__protVer";
    private static final String SOURCE_ID = "__srcId";
    private static final long MOST_SECONDS = 0xFFFF_FFFFL;

    private final Mqtt5UserProperty protocolVersion = Mqtt5UserProperty.of(PROTOCOL_VERSION, "1.0");
    private final Mqtt5UserProperty sourceId;
    private final MqttSinkOptions options;
    private final InstantSource wallClock;
    private final long messageExpiry;
    private final MqttQos qos;
    private final boolean fixedTopic;

    private Bytes lastInput = Bytes.EMPTY;
    private Bytes lastOutput = Bytes.EMPTY;
    private @Nullable MqttTopic lastTopic;

    /** @param wallClock that what is left of an expiry is counted by */
    MessageWriter(MqttSinkOptions options, int qos, InstantSource wallClock) {
        this.options = options;
        this.wallClock = wallClock;
        this.messageExpiry = options.messageExpiry().map(Duration::toSeconds).orElse(-1L);
        this.sourceId = Mqtt5UserProperty.of(SOURCE_ID, options.sourceId());
        this.fixedTopic = options.topic().filter(TopicTemplate::isFixed).isPresent();
        this.qos = qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE;
    }

    /**
     * @param mayRetain whether the broker takes messages with the retain flag
     * @throws MqttEndpointException where MQTT cannot carry this record, ever
     */
    Mqtt5Publish write(Record record, boolean mayRetain) {
        try {
            return switch (record.value()) {
                case Message message ->
                    publish(
                            record,
                            mayRetain,
                            topic(record, message.topic(), "message"),
                            message.contentType().isPresent()
                                    ? message
                                    : message.withContentType(options.contentType()));
                case Snapshot snapshot -> bare(record, mayRetain, snapshot.frame(), "snapshot");
                case Bytes bytes -> bare(record, mayRetain, bytes, "record of bytes");
            };
        } catch (IllegalArgumentException invalid) {
            throw new MqttEndpointException(
                    MqttError.PUBLISH_REFUSED, "MQTT cannot carry the record: " + invalid.getMessage(), invalid);
        }
    }

    private Mqtt5Publish bare(Record record, boolean mayRetain, Bytes payload, String what) {
        MqttTopic topic = topic(record, Bytes.EMPTY, what);
        return publish(
                record,
                mayRetain,
                topic,
                new Message(
                        record.time().toDataTimestamp(),
                        Bytes.EMPTY,
                        Optional.empty(),
                        payload,
                        List.of(),
                        Optional.empty()));
    }

    /** Whether a record is to go out with the retain flag. */
    boolean wouldRetain(Record record) {
        return options.retain() == MqttSinkOptions.Retain.KEEP
                && record.origin().retained();
    }

    private Mqtt5Publish publish(Record record, boolean mayRetain, MqttTopic topic, Message message) {
        Origin origin = record.origin();
        Message changed = options.cloudEvents()
                .map(events -> events.apply(message, topic.toString()))
                .orElse(message);
        boolean text = message.contentType().isPresent()
                && Utf8.isWellFormed(message.payload().unsafeArray());
        var publish = Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos)
                .retain(mayRetain && wouldRetain(record))
                .payload(message.payload().unsafeArray())
                .contentType(message.contentType().map(MqttUtf8String::of).orElse(null))
                .userProperties(properties(record, options.headers().apply(changed.properties())));
        if (text) {
            publish = publish.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8);
        }
        long expiry = origin.expiresAt() == Origin.NEVER ? messageExpiry : left(origin.expiresAt());
        if (expiry > 0) {
            publish = publish.messageExpiryInterval(expiry);
        }
        if (origin.responseTopic().isPresent()) {
            publish = publish.responseTopic(text(origin.responseTopic().get(), "response topic"));
        }
        if (origin.correlationData().isPresent()) {
            publish = publish.correlationData(origin.correlationData().get().unsafeArray());
        }
        return publish.build();
    }

    /** In seconds, and not less than there is: what is worth something for half a second goes out with one. */
    private long left(long expiresAt) {
        return Math.clamp((expiresAt - wallClock.millis() + 999) / 1000, 1, MOST_SECONDS);
    }

    private Mqtt5UserProperties properties(Record record, List<UserProperty> properties) {
        List<Mqtt5UserProperty> all = new ArrayList<>(properties.size() + 3);
        for (UserProperty property : properties) {
            switch (property.key()) {
                case MessageReader.TIMESTAMP, PROTOCOL_VERSION, SOURCE_ID -> {}
                default -> all.add(Mqtt5UserProperty.of(property.key(), property.value()));
            }
        }
        all.add(Mqtt5UserProperty.of(TIMESTAMP, MqttUtf8String.of(record.time().toString())));
        all.add(protocolVersion);
        all.add(sourceId);
        return Mqtt5UserProperties.of(all);
    }

    /** Most records in a row share their topics: one value serves them all. */
    private MqttTopic topic(Record record, Bytes output, String what) {
        if (fixedTopic) {
            return resolve(Bytes.EMPTY, Bytes.EMPTY, what);
        }
        Bytes input = record.origin().topic();
        if (lastTopic == null || !output.equals(lastOutput) || !input.equals(lastInput)) {
            lastTopic = resolve(input, output, what);
            lastInput = input;
            lastOutput = output;
        }
        return lastTopic;
    }

    private MqttTopic resolve(Bytes input, Bytes output, String what) {
        if (options.topic().isPresent()) {
            return options.topic().get().resolve(input, output);
        }
        if (output.isEmpty()) {
            throw new IllegalArgumentException("a " + what + " has no topic, and the destination names none");
        }
        return MqttTopic.of(text(output, "topic"));
    }

    private static String text(Bytes bytes, String what) {
        return bytes.asStrictUtf8().orElseThrow(() -> new IllegalArgumentException("its " + what + " is not UTF-8"));
    }
}
