package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a local run puts out: the message that the sink would publish, in the JSON form that {@code mosquitto_sub -F %j}
 * prints.
 *
 * <p>Differences to mosquitto_sub, which cannot show them: a user property that occurs repeatedly has an array of its
 * values; a payload that is not UTF-8 is under {@code payload_base64} instead of {@code payload}, with a payload format
 * indicator of 0. {@code tst} is the record's time and not that of its arrival, so that the same run writes the same
 * lines; it is written as the manual of mosquitto_sub shows it ({@code 2020-05-06T22:12:00.000000+0100}), without the
 * {@code Z} that some versions put before the offset. Correlation data is what broker and client agree on; a local run
 * has none.
 *
 * @param time the record's logical time, always in UTC
 * @param topic the destination
 * @param contentType of the payload
 * @param properties what the message has of its own, then {@code __ts}, {@code __protVer} and {@code __srcId}
 * @param payload the message's payload, a snapshot's frame, or the bytes themselves
 */
public record OutputRecord(
        Timestamp time, String topic, String contentType, List<UserProperty> properties, Bytes payload) {

    /** The destination of a local run unless another is given. */
    public static final String DEFAULT_TOPIC = "sensors";

    /** The user property that carries a record's time. */
    public static final String TIMESTAMP_PROPERTY = "__ts";

    private static final String VERSION_PROPERTY = "__protVer";
    private static final String SOURCE_PROPERTY = "__srcId";
    private static final String DEFAULT_CONTENT_TYPE = "application/json";
    private static final int EXPIRY_SECONDS = 10;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public OutputRecord {
        properties = List.copyOf(properties);
    }

    /**
     * What the sink publishes for a record.
     *
     * @param time the record's logical time
     * @param topic the destination, whatever topic the message has
     */
    public static OutputRecord of(Timestamp time, DataModel value, String topic) {
        return switch (value) {
            case Message message ->
                new OutputRecord(
                        time,
                        topic,
                        message.contentType().orElse(DEFAULT_CONTENT_TYPE),
                        stamped(message.properties(), time),
                        message.payload());
            case Snapshot snapshot -> of(time, topic, snapshot.frame());
            case Bytes bytes -> of(time, topic, bytes);
        };
    }

    private static OutputRecord of(Timestamp time, String topic, Bytes payload) {
        return new OutputRecord(time, topic, DEFAULT_CONTENT_TYPE, stamped(List.of(), time), payload);
    }

    private static List<UserProperty> stamped(List<UserProperty> own, Timestamp time) {
        List<UserProperty> properties = new ArrayList<>(own.size() + 3);
        for (UserProperty property : own) {
            switch (property.key()) {
                case TIMESTAMP_PROPERTY, VERSION_PROPERTY, SOURCE_PROPERTY -> {}
                default -> properties.add(property);
            }
        }
        properties.add(new UserProperty(TIMESTAMP_PROPERTY, time.toString()));
        properties.add(new UserProperty(VERSION_PROPERTY, "1.0"));
        properties.add(new UserProperty(SOURCE_PROPERTY, "mqtt-source"));
        return properties;
    }

    /** The record as one line of JSON, without the line's end. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            writeTo(generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    void writeTo(JsonGenerator generator) throws IOException {
        Optional<String> text = payload.asStrictUtf8();
        generator.writeStartObject();
        generator.writeStringField("tst", TIME.format(Instant.ofEpochMilli(time.physical())));
        generator.writeStringField("topic", Unicode.wellFormed(topic));
        generator.writeNumberField("qos", 0);
        generator.writeNumberField("retain", 0);
        generator.writeNumberField("payloadlen", payload.length());
        generator.writeObjectFieldStart("properties");
        generator.writeNumberField("payload-format-indicator", text.isPresent() ? 1 : 0);
        generator.writeNumberField("message-expiry-interval", EXPIRY_SECONDS);
        generator.writeObjectFieldStart("user-properties");
        for (Map.Entry<String, List<String>> property : valuesByKey().entrySet()) {
            generator.writeFieldName(property.getKey());
            if (property.getValue().size() == 1) {
                generator.writeString(property.getValue().getFirst());
            } else {
                writeArray(generator, property.getValue());
            }
        }
        generator.writeEndObject();
        generator.writeStringField("content-type", Unicode.wellFormed(contentType));
        generator.writeEndObject();
        if (text.isPresent()) {
            generator.writeStringField("payload", text.get());
        } else {
            generator.writeBinaryField("payload_base64", payload.unsafeArray());
        }
        generator.writeEndObject();
    }

    private static void writeArray(JsonGenerator generator, List<String> values) throws IOException {
        generator.writeStartArray();
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
    }

    private Map<String, List<String>> valuesByKey() {
        Map<String, List<String>> values = LinkedHashMap.newLinkedHashMap(properties.size());
        for (UserProperty property : properties) {
            values.computeIfAbsent(Unicode.wellFormed(property.key()), _ -> new ArrayList<>(1))
                    .add(Unicode.wellFormed(property.value()));
        }
        return values;
    }
}
