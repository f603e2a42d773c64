package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line that has the form of an output record: a JSON object whose {@code topic} is text, whose {@code payload} is text
 * or null (or whose {@code payload_base64} is text), and that has no keys but a record's. Any other line is no record,
 * and none of this class's business; a record with a part that makes no sense is an error.
 */
final class RecordLine {

    private static final JsonFactory JSON = new JsonFactory();

    private final String place;
    private final List<UserProperty> properties = new ArrayList<>();
    private @Nullable String topic;
    private @Nullable Bytes payload;
    private @Nullable String contentType;
    private @Nullable TestkitException fault;

    private RecordLine(String place) {
        this.place = place;
    }

    /**
     * Reads a line if it has the form of a record.
     *
     * @param line in well-formed UTF-8
     * @throws TestkitException {@link TestkitProblem#BROKEN_RECORD}
     */
    static Optional<RecordLine> parse(byte[] line, String place) {
        RecordLine record = new RecordLine(place);
        try (JsonParser parser = JSON.createParser(line)) {
            if (!record.accepts(parser) || record.topic == null || record.payload == null) {
                return Optional.empty();
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        if (record.fault != null) {
            throw record.fault;
        }
        return Optional.of(record);
    }

    /** Reads the object; false where it cannot be a record. */
    private boolean accepts(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            boolean fits = switch (key) {
                case "topic" -> {
                    topic = text(parser, key);
                    yield value == JsonToken.VALUE_STRING;
                }
                case "payload" -> payload(parser, value);
                case "payload_base64" -> base64(parser, value);
                case "properties" -> {
                    properties(parser, value);
                    yield true;
                }
                case "tst", "qos", "retain", "payloadlen", "mid" -> {
                    parser.skipChildren();
                    yield true;
                }
                default -> false;
            };
            if (!fits) {
                return false;
            }
        }
        return parser.nextToken() == null;
    }

    /** mosquitto_sub shows an empty payload as null. */
    private boolean payload(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
            return false;
        }
        setPayload(value == JsonToken.VALUE_NULL ? Bytes.EMPTY : Bytes.utf8(text(parser, "payload")));
        return true;
    }

    private boolean base64(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            return false;
        }
        try {
            setPayload(Bytes.of(Base64.getDecoder().decode(parser.getText())));
        } catch (IllegalArgumentException notBase64) {
            setPayload(Bytes.EMPTY);
            broken("'payload_base64' is not base64: " + notBase64.getMessage());
        }
        return true;
    }

    private void setPayload(Bytes bytes) {
        if (payload != null) {
            broken("there are two payloads; a record has 'payload' or 'payload_base64'");
        }
        payload = bytes;
    }

    private void properties(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            broken("'properties' is not an object");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken property = parser.nextToken();
            switch (key) {
                case "content-type" -> {
                    if (property == JsonToken.VALUE_STRING) {
                        contentType = text(parser, key);
                    } else {
                        parser.skipChildren();
                        broken("'content-type' is not text");
                    }
                }
                case "user-properties" -> userProperties(parser, property);
                default -> parser.skipChildren();
            }
        }
    }

    private void userProperties(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            broken("'user-properties' is not an object");
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = wellFormed(parser.currentName(), "a key of 'user-properties'");
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                userProperty(key, parser);
                continue;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                userProperty(key, parser);
            }
        }
    }

    private void userProperty(String key, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            properties.add(new UserProperty(key, text(parser, key)));
        } else {
            parser.skipChildren();
            broken("the user property '" + key + "' is not text");
        }
    }

    private String text(JsonParser parser, String key) throws IOException {
        return wellFormed(parser.getText(), "'" + key + "'");
    }

    private String wellFormed(String text, String what) {
        if (!Unicode.isWellFormed(text)) {
            broken(what + " has half of a surrogate pair in it");
        }
        return text;
    }

    /** Keeps the first fault: it counts only if the line turns out to be a record. */
    private void broken(String reason) {
        if (fault == null) {
            fault = new TestkitException(
                    TestkitProblem.BROKEN_RECORD,
                    place + ": the line is an output record, but " + reason
                            + ". Correct it; to send the line as it is, put it into a .json file");
        }
    }

    /** The time that {@code __ts} says; empty where there is none, or where it says no time. */
    Optional<Timestamp> time() {
        return properties.stream()
                .filter(property -> property.key().equals(OutputRecord.TIMESTAMP_PROPERTY))
                .findFirst()
                .flatMap(property -> Timestamp.tryParse(property.value()));
    }

    /** Whether there is a {@code __ts} that says no time. */
    boolean hasUnreadableTime() {
        return time().isEmpty()
                && properties.stream().anyMatch(property -> property.key().equals(OutputRecord.TIMESTAMP_PROPERTY));
    }

    /** The message that the record shows. */
    Message message(DataTimestamp time) {
        return new Message(
                time,
                Bytes.utf8(Objects.requireNonNull(topic)),
                Optional.ofNullable(contentType),
                Objects.requireNonNull(payload),
                properties,
                Optional.empty());
    }
}
