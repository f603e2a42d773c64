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
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes PUBLISH packets of records.
 *
 * <p>User properties go out in the message's order, followed by {@code __ts} (the record's logical time),
 * {@code __protVer} and {@code __srcId}, which take the place of what the message had under these names. Belongs to one
 * thread.
 */
final class MessageWriter {

    private static final MqttUtf8String TIMESTAMP = MqttUtf8String.of(MessageReader.TIMESTAMP);
    private static final String PROTOCOL_VERSION = "__protVer";
    private static final String SOURCE_ID = "__srcId";

    private final Mqtt5UserProperty protocolVersion = Mqtt5UserProperty.of(PROTOCOL_VERSION, "1.0");
    private final Mqtt5UserProperty sourceId;
    private final @Nullable MqttTopic fixedTopic;
    private final long messageExpiry;
    private final MqttUtf8String defaultContentType;
    private final MqttQos qos;

    private Bytes lastTopicBytes = Bytes.EMPTY;
    private @Nullable MqttTopic lastTopic;

    /** @throws MqttEndpointException where the topic is none */
    MessageWriter(MqttSinkOptions options, int qos) {
        this.fixedTopic = options.topic().map(MessageWriter::parse).orElse(null);
        this.messageExpiry =
                options.messageExpiry().map(expiry -> expiry.toSeconds()).orElse(-1L);
        this.defaultContentType = MqttUtf8String.of(options.contentType());
        this.sourceId = Mqtt5UserProperty.of(SOURCE_ID, options.sourceId());
        this.qos = qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE;
    }

    private static MqttTopic parse(String topic) {
        try {
            return MqttTopic.of(topic);
        } catch (IllegalArgumentException invalid) {
            throw new MqttEndpointException(
                    MqttError.TOPIC_INVALID, "'" + topic + "' is no topic: " + invalid.getMessage(), invalid);
        }
    }

    /** @throws MqttEndpointException where MQTT cannot carry this record, ever */
    Mqtt5Publish write(Record record) {
        try {
            return switch (record.value()) {
                case Message message ->
                    publish(
                            record,
                            topic(message.topic()),
                            message.payload(),
                            message.contentType().map(MqttUtf8String::of).orElse(defaultContentType),
                            message.properties());
                case Snapshot snapshot -> publish(record, topicOfBare("snapshot"), snapshot.frame(), null, List.of());
                case Bytes bytes -> publish(record, topicOfBare("record of bytes"), bytes, null, List.of());
            };
        } catch (IllegalArgumentException invalid) {
            throw new MqttEndpointException(
                    MqttError.PUBLISH_REFUSED, "MQTT cannot carry the record: " + invalid.getMessage(), invalid);
        }
    }

    private Mqtt5Publish publish(
            Record record,
            MqttTopic topic,
            Bytes payload,
            @Nullable MqttUtf8String contentType,
            List<UserProperty> properties) {
        boolean text = contentType != null && Utf8.isWellFormed(payload.unsafeArray());
        var publish = Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos)
                .payload(payload.unsafeArray())
                .contentType(contentType)
                .userProperties(properties(record, properties));
        if (text) {
            publish = publish.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8);
        }
        if (messageExpiry > 0) {
            publish = publish.messageExpiryInterval(messageExpiry);
        }
        return publish.build();
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

    private MqttTopic topic(Bytes bytes) {
        if (fixedTopic != null) {
            return fixedTopic;
        }
        if (lastTopic == null || !bytes.equals(lastTopicBytes)) {
            Optional<String> text = bytes.asStrictUtf8();
            lastTopic = MqttTopic.of(text.orElseThrow(() -> new IllegalArgumentException("its topic is not UTF-8")));
            lastTopicBytes = bytes;
        }
        return lastTopic;
    }

    private MqttTopic topicOfBare(String what) {
        if (fixedTopic == null) {
            throw new IllegalArgumentException("a " + what + " has no topic, and the destination names none");
        }
        return fixedTopic;
    }
}
