package dev.leat.endpoint.otel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a message. Fields that it does not know are passed over; null stands for a field that is not there. */
final class PayloadReader {

    /** As OpenTelemetry has it for names of instruments. */
    static final int LONGEST_NAME = 255;

    /** Likewise. */
    static final int LONGEST_UNIT = 63;

    static final int LONGEST_DESCRIPTION = 1023;
    static final int MOST_ATTRIBUTES = 128;

    /** Of a message, of metrics and of logs. */
    static final int MOST_ENTRIES = 100_000;

    /** Keys and values of a metric's, together: each series keeps them. */
    static final int MOST_ATTRIBUTE_CHARACTERS = 8192;

    private static final int LONGEST_SHOWN = 60;

    /** Up to here, each whole number is a double of its own. */
    private static final double MOST_EXACT = 1L << 53;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final SortedMap<String, String> NONE = Collections.unmodifiableSortedMap(new TreeMap<>());

    private final JsonParser parser;

    private PayloadReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws InvalidMessageException that names the field */
    static Payload read(byte[] json) throws InvalidMessageException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new PayloadReader(parser).message();
        } catch (IOException malformed) {
            throw new InvalidMessageException("the payload is no JSON: " + firstLine(malformed));
        }
    }

    private static String firstLine(IOException malformed) {
        String message = malformed.getMessage();
        return message == null
                ? malformed.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }

    private Payload message() throws IOException, InvalidMessageException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw wrong("the payload", "an object");
        }
        List<Payload.Measurement> metrics = new ArrayList<>();
        List<Payload.LogLine> logs = new ArrayList<>();
        boolean any = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (field) {
                case "metrics" -> any |= all(token, "metrics", MOST_ENTRIES, place -> metrics.add(measurement(place)));
                case "logs" -> any |= all(token, "logs", MOST_ENTRIES, place -> logs.add(logLine(place)));
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new InvalidMessageException("there is more behind the object of the payload");
        }
        if (!any) {
            throw new InvalidMessageException("there are neither metrics nor logs");
        }
        return new Payload(metrics, logs);
    }

    private interface Element {
        void read(String place) throws IOException, InvalidMessageException;
    }

    /** Whether there is a list at all. */
    private boolean all(@Nullable JsonToken token, String place, int most, Element element)
            throws IOException, InvalidMessageException {
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (token != JsonToken.START_ARRAY) {
            throw wrong(place, "a list");
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            String at = place + "[" + i + "]";
            if (i >= most) {
                throw new InvalidMessageException(at + " is one too many: there may be " + most);
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong(at, "an object");
            }
            element.read(at);
        }
        return true;
    }

    private Payload.Measurement measurement(String place) throws IOException, InvalidMessageException {
        String name = null;
        String type = null;
        String alias = null;
        Number value = null;
        String unit = "";
        String description = "";
        long time = Payload.NO_TIME;
        SortedMap<String, String> attributes = NONE;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            String at = place + "." + field;
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "name" -> name = text(at);
                case "type" -> type = text(at);
                case "metric_type" -> alias = text(at);
                case "value" -> value = number(at);
                case "unit" -> unit = text(at);
                case "description" -> description = text(at);
                case "timestamp" -> time = time(at);
                case "attributes" -> attributes = attributes(at);
                default -> parser.skipChildren();
            }
        }
        require(name, place + ".name", LONGEST_NAME);
        requireNoLonger(unit, place + ".unit", LONGEST_UNIT);
        requireNoLonger(description, place + ".description", LONGEST_DESCRIPTION);
        requireFew(attributes, place + ".attributes");
        MetricType known =
                type(type == null ? alias : type, place + (type == null && alias != null ? ".metric_type" : ".type"));
        return new Payload.Measurement(
                name, known, fitting(value, known, place + ".value"), unit, description, time, attributes);
    }

    private static void requireFew(SortedMap<String, String> attributes, String place) throws InvalidMessageException {
        long characters = 0;
        for (var attribute : attributes.entrySet()) {
            characters += attribute.getKey().length() + attribute.getValue().length();
        }
        if (characters > MOST_ATTRIBUTE_CHARACTERS) {
            throw new InvalidMessageException(
                    place + " have more than " + MOST_ATTRIBUTE_CHARACTERS + " characters together");
        }
    }

    private static MetricType type(@Nullable String word, String place) throws InvalidMessageException {
        if (word == null) {
            throw missing(place);
        }
        MetricType type = MetricType.of(word);
        if (type == null) {
            throw new InvalidMessageException(place + " '" + shown(word) + "' is none of "
                    + Arrays.stream(MetricType.values()).map(MetricType::word).collect(Collectors.joining(", ")));
        }
        return type;
    }

    private static Number fitting(@Nullable Number value, MetricType type, String place)
            throws InvalidMessageException {
        if (value == null) {
            throw missing(place);
        }
        if (!type.mayBeNegative() && value.doubleValue() < 0) {
            throw new InvalidMessageException(place + " must not be negative in a " + type.word() + ": " + value);
        }
        if (!type.isWhole()) {
            return value.doubleValue();
        }
        if (value instanceof Long) {
            return value;
        }
        double real = value.doubleValue();
        if (real != Math.rint(real)) {
            throw new InvalidMessageException(place + " must be a whole number in a " + type.word() + ": " + value);
        }
        if (Math.abs(real) > MOST_EXACT) {
            throw new InvalidMessageException(
                    place + " is beyond the whole numbers of a " + type.word() + ": " + value);
        }
        return (long) real;
    }

    private Payload.LogLine logLine(String place) throws IOException, InvalidMessageException {
        String text = null;
        String level = null;
        long time = Payload.NO_TIME;
        SortedMap<String, String> attributes = NONE;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            String at = place + "." + field;
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "value" -> text = text(at);
                case "level" -> level = text(at);
                case "timestamp" -> time = time(at);
                case "attributes" -> attributes = attributes(at);
                default -> parser.skipChildren();
            }
        }
        if (text == null) {
            throw missing(place + ".value");
        }
        if (level == null) {
            throw missing(place + ".level");
        }
        return new Payload.LogLine(text, level, severity(level, place + ".level"), time, attributes);
    }

    private static SeverityNumber severity(String level, String place) throws InvalidMessageException {
        return switch (level) {
            case "trace" -> SeverityNumber.SEVERITY_NUMBER_TRACE;
            case "debug" -> SeverityNumber.SEVERITY_NUMBER_DEBUG;
            case "info" -> SeverityNumber.SEVERITY_NUMBER_INFO;
            case "warn" -> SeverityNumber.SEVERITY_NUMBER_WARN;
            case "error" -> SeverityNumber.SEVERITY_NUMBER_ERROR;
            case "fatal" -> SeverityNumber.SEVERITY_NUMBER_FATAL;
            default ->
                throw new InvalidMessageException(
                        place + " '" + shown(level) + "' is none of trace, debug, info, warn, error, fatal");
        };
    }

    private SortedMap<String, String> attributes(String place) throws IOException, InvalidMessageException {
        SortedMap<String, String> attributes = new TreeMap<>();
        all(parser.currentToken(), place, MOST_ATTRIBUTES, at -> attribute(at, attributes));
        return attributes;
    }

    private void attribute(String place, SortedMap<String, String> attributes)
            throws IOException, InvalidMessageException {
        String key = null;
        String value = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "key" -> key = text(place + ".key");
                case "value" -> value = text(place + ".value");
                default -> parser.skipChildren();
            }
        }
        require(key, place + ".key", LONGEST_NAME);
        if (value == null) {
            throw missing(place + ".value");
        }
        attributes.put(key, value); // Instead of an earlier one of that key.
    }

    private String text(String place) throws IOException, InvalidMessageException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(place, "a text");
        }
        return parser.getText();
    }

    /** A Long where it is one, else a Double. */
    private Number number(String place) throws IOException, InvalidMessageException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && isLong()) {
            return parser.getLongValue();
        }
        if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
            throw wrong(place, "a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new InvalidMessageException(place + " is beyond what a number can be");
        }
        return value;
    }

    private boolean isLong() throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> true;
            default -> false;
        };
    }

    private long time(String place) throws IOException, InvalidMessageException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(place, "nanoseconds since the epoch, a whole number");
        }
        if (!isLong() || parser.getLongValue() < 0) {
            throw new InvalidMessageException(
                    place + " must be nanoseconds since the epoch, between 0 and " + Long.MAX_VALUE);
        }
        return parser.getLongValue();
    }

    private static void require(@Nullable String text, String place, int longest) throws InvalidMessageException {
        if (text == null) {
            throw missing(place);
        }
        if (text.isBlank()) {
            throw new InvalidMessageException(place + " is empty");
        }
        requireNoLonger(text, place, longest);
    }

    private static void requireNoLonger(String text, String place, int longest) throws InvalidMessageException {
        if (text.length() > longest) {
            throw new InvalidMessageException(place + " has more than " + longest + " characters");
        }
    }

    private static InvalidMessageException missing(String place) {
        return new InvalidMessageException(place + " is missing");
    }

    private InvalidMessageException wrong(String place, String expected) {
        JsonToken token = parser.currentToken();
        String found = token == null
                ? "nothing"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "a list";
                    case VALUE_STRING -> "a text";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_TRUE, VALUE_FALSE -> "true or false";
                    case VALUE_NULL -> "null";
                    case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "something else";
                };
        return new InvalidMessageException(place + " must be " + expected + ", not " + found);
    }

    /** Text from outside, in a line and not too long. */
    static String shown(String text) {
        String cut = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
