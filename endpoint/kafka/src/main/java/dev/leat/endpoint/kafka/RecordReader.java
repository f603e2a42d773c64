package dev.leat.endpoint.kafka;

import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.DataflowError;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.RepeatedWarning;
import dev.leat.endpoint.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of Kafka records.
 *
 * <p>The key becomes the user property {@code Key}, the record's timestamp {@code Timestamp}, each header one of its own
 * name; attributes of CloudEvents lose their prefix {@code ce_}. What is no UTF-8 that MQTT could carry, or has 64 KiB and
 * more, is left out. Content type, response topic and correlation data are the message's and its origin's, too. Belongs to
 * one thread.
 */
final class RecordReader {

    private static final int MOST_BYTES = 0xFFFF;
    private static final List<String> REQUIRED_ATTRIBUTES = List.of("ce_specversion", "ce_type", "ce_source", "ce_id");

    private final HybridLogicalClock clock;
    private final RepeatedWarning malformed;
    private final RepeatedWarning rejected;
    private final RepeatedWarning dropped;
    private final Runnable unreadable;

    private String lastTopic = "";
    private Origin lastOrigin = Origin.NONE;

    /** @param unreadable run for each {@code __ts} that counts as absent */
    RecordReader(
            HybridLogicalClock clock,
            RepeatedWarning malformed,
            RepeatedWarning rejected,
            RepeatedWarning dropped,
            Runnable unreadable) {
        this.clock = clock;
        this.malformed = malformed;
        this.rejected = rejected;
        this.dropped = dropped;
        this.unreadable = unreadable;
    }

    Message read(ConsumerRecord<byte[], byte[]> record, Timestamp time) {
        byte[] value = record.value();
        return new Message(
                time.toDataTimestamp(),
                origin(record.topic()).topic(),
                Optional.ofNullable(text(record.headers(), HeaderNames.CONTENT_TYPE)),
                value == null ? Bytes.EMPTY : Bytes.of(value),
                properties(record),
                Optional.empty());
    }

    /**
     * The time in the header {@code __ts}, which the clock is then moved past, or else the clock's own. What is no
     * timestamp, or has a counter that is used up, counts as absent. One that lies too far in the future moves nothing,
     * and is answered as it is: the graph's time policy says what becomes of the record.
     */
    Timestamp time(ConsumerRecord<byte[], byte[]> record) {
        String text = text(record.headers(), HeaderNames.LOGICAL_TIME);
        if (text == null) {
            return clock.now();
        }
        Optional<Timestamp> parsed = Timestamp.tryParse(text);
        if (parsed.isEmpty()) {
            malformed.warn(KafkaError.TIMESTAMP_MALFORMED.code() + ": topic '" + record.topic() + "': __ts '"
                    + text.substring(0, Math.min(text.length(), 80))
                    + "' is no timestamp, the time of arrival was taken. "
                    + KafkaError.TIMESTAMP_MALFORMED.hint());
            unreadable.run();
            return clock.now();
        }
        try {
            clock.merge(parsed.get());
            return parsed.get();
        } catch (ClockException refused) {
            if (refused.error() == DataflowError.CLOCK_DRIFT) {
                return parsed.get();
            }
            unreadable.run();
            rejected.warn(KafkaError.TIMESTAMP_REJECTED.code() + ": topic '" + record.topic() + "': "
                    + refused.getMessage() + " The time of arrival was taken. " + KafkaError.TIMESTAMP_REJECTED.hint());
            return clock.now();
        }
    }

    /** What a destination may want to know of the record, and modules do not. */
    Origin origin(ConsumerRecord<byte[], byte[]> record) {
        Origin plain = origin(record.topic());
        String response = text(record.headers(), HeaderNames.RESPONSE_TOPIC);
        Header correlation = record.headers().lastHeader(HeaderNames.CORRELATION_DATA);
        if (response == null && (correlation == null || correlation.value() == null)) {
            return plain;
        }
        return new Origin(
                plain.topic(),
                false,
                Origin.NEVER,
                Optional.ofNullable(response).map(Bytes::utf8),
                Optional.ofNullable(correlation).map(Header::value).map(Bytes::of));
    }

    /** Most records in a row share their topics: one value serves them all. */
    private Origin origin(String topic) {
        if (!topic.equals(lastTopic)) {
            lastTopic = topic;
            lastOrigin = Origin.of(Bytes.utf8(topic));
        }
        return lastOrigin;
    }

    private List<UserProperty> properties(ConsumerRecord<byte[], byte[]> record) {
        List<UserProperty> properties = new ArrayList<>();
        byte[] key = record.key();
        if (key != null) {
            add(properties, record, HeaderNames.KEY, key);
        }
        if (record.timestamp() >= 0) {
            properties.add(new UserProperty(HeaderNames.TIMESTAMP, Long.toString(record.timestamp())));
        }
        Headers headers = record.headers();
        boolean event = isEvent(headers);
        for (Header header : headers) {
            String name = header.key();
            if ((key != null && name.equals(HeaderNames.KEY)) || name.equals(HeaderNames.TIMESTAMP)) {
                continue; // The record's own are newer: a graph that passed it on had them from its source.
            }
            add(properties, record, event ? withoutPrefix(name) : name, header.value());
        }
        return properties;
    }

    private static boolean isEvent(Headers headers) {
        for (String required : REQUIRED_ATTRIBUTES) {
            if (headers.lastHeader(required) == null) {
                return false;
            }
        }
        return true;
    }

    private static String withoutPrefix(String name) {
        if (name.startsWith(HeaderNames.CLOUD_EVENTS_PREFIX)) {
            String attribute = name.substring(HeaderNames.CLOUD_EVENTS_PREFIX.length());
            if (CloudEvents.ATTRIBUTES.contains(attribute)) {
                return attribute;
            }
        }
        return name;
    }

    private void add(
            List<UserProperty> properties,
            ConsumerRecord<byte[], byte[]> record,
            String name,
            byte @Nullable [] value) {
        byte[] bytes = value == null ? Bytes.EMPTY.unsafeArray() : value;
        if (isText(bytes) && name.length() <= MOST_BYTES / 3 && name.indexOf('\0') < 0) {
            properties.add(new UserProperty(name, new String(bytes, StandardCharsets.UTF_8)));
        } else {
            dropped.warn(KafkaError.HEADER_DROPPED.code() + ": topic '" + record.topic() + "', partition "
                    + record.partition() + ", offset " + record.offset() + ": "
                    + (name.equals(HeaderNames.KEY) ? "the key" : "a header")
                    + " is no text or too large, and was left out. " + KafkaError.HEADER_DROPPED.hint());
        }
    }

    /** Whether MQTT could carry it as a string. */
    private static boolean isText(byte[] bytes) {
        if (bytes.length > MOST_BYTES || !Utf8.isWellFormed(bytes)) {
            return false;
        }
        for (byte each : bytes) {
            if (each == 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null || !isText(header.value())
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}
