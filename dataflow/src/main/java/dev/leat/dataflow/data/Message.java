package dev.leat.dataflow.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message as it came from a source or goes to a destination.
 *
 * @param timestamp the message's own time; see {@link DataTimestamp}
 * @param topic where it came from or goes to, in UTF-8
 * @param contentType the media type of the payload, where known
 * @param payload the content
 * @param properties in the order of the message; keys may repeat
 * @param schema of the payload, where known
 */
public record Message(
        DataTimestamp timestamp,
        Bytes topic,
        Optional<String> contentType,
        Bytes payload,
        List<UserProperty> properties,
        Optional<MessageSchema> schema)
        implements DataModel {

    public Message {
        properties = List.copyOf(properties);
    }

    /** A message without content type, properties and schema. */
    public static Message of(DataTimestamp timestamp, String topic, Bytes payload) {
        return new Message(timestamp, Bytes.utf8(topic), Optional.empty(), payload, List.of(), Optional.empty());
    }

    public Message withTimestamp(DataTimestamp timestamp) {
        return new Message(timestamp, topic, contentType, payload, properties, schema);
    }

    public Message withTopic(Bytes topic) {
        return new Message(timestamp, topic, contentType, payload, properties, schema);
    }

    public Message withContentType(String contentType) {
        return new Message(timestamp, topic, Optional.of(contentType), payload, properties, schema);
    }

    public Message withPayload(Bytes payload) {
        return new Message(timestamp, topic, contentType, payload, properties, schema);
    }

    public Message withProperties(List<UserProperty> properties) {
        return new Message(timestamp, topic, contentType, payload, properties, schema);
    }

    /** Appends a property; others of the same key stay. */
    public Message withProperty(String key, String value) {
        List<UserProperty> appended = new ArrayList<>(properties.size() + 1);
        appended.addAll(properties);
        appended.add(new UserProperty(key, value));
        return withProperties(appended);
    }

    public Message withSchema(MessageSchema schema) {
        return new Message(timestamp, topic, contentType, payload, properties, Optional.of(schema));
    }

    /** The value of the first property of this key. */
    public Optional<String> property(String key) {
        for (UserProperty property : properties) {
            if (property.key().equals(key)) {
                return Optional.of(property.value());
            }
        }
        return Optional.empty();
    }
}
