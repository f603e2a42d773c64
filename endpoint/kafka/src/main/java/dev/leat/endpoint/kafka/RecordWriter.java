package dev.leat.endpoint.kafka;

import dev.leat.dataflow.Record;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Utf8;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Partitioning;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka records of records: the payload is the value, the logical time the timestamp, and properties are headers, as
 * {@link KafkaSinkOptions} says. Belongs to one thread.
 */
final class RecordWriter {

    private static final byte[] ZERO = {'0'};
    private static final byte[] ONE = {'1'};

    private final KafkaSinkOptions options;
    private final InstantSource wallClock;

    /** @param wallClock that what is left of an expiry is counted by */
    RecordWriter(KafkaSinkOptions options, InstantSource wallClock) {
        this.options = options;
        this.wallClock = wallClock;
    }

    /** @param partitions how many the topic has */
    ProducerRecord<byte[], byte[]> write(Record record, int partitions) {
        Message message = message(record);
        Headers headers = new RecordHeaders();
        if (options.copyMqttProperties()) {
            addMqttProperties(headers, record.origin(), message);
            headers.add(HeaderNames.LOGICAL_TIME, utf8(record.time().toString()));
        }
        addProperties(headers, message);
        return new ProducerRecord<>(
                options.topic(),
                partition(partitions),
                record.time().physical(),
                key(record, message),
                message.payload().unsafeArray(),
                headers);
    }

    /** With its attributes as a CloudEvent, where they are wanted. */
    private Message message(Record record) {
        Message message = switch (record.value()) {
            case Message given -> given;
            case Snapshot snapshot -> bare(record, snapshot.frame());
            case Bytes bytes -> bare(record, bytes);
        };
        return options.cloudEvents()
                .map(events -> events.apply(message, options.topic()))
                .orElse(message);
    }

    private static Message bare(Record record, Bytes payload) {
        return new Message(
                record.time().toDataTimestamp(), Bytes.EMPTY, Optional.empty(), payload, List.of(), Optional.empty());
    }

    private void addMqttProperties(Headers headers, Origin origin, Message message) {
        boolean text = message.contentType().isPresent()
                && Utf8.isWellFormed(message.payload().unsafeArray());
        headers.add(HeaderNames.PAYLOAD_FORMAT_INDICATOR, text ? ONE : ZERO);
        if (origin.responseTopic().isPresent()) {
            headers.add(HeaderNames.RESPONSE_TOPIC, origin.responseTopic().get().unsafeArray());
        }
        if (origin.expiresAt() != Origin.NEVER) {
            // Not less than there is: what is worth something for half a second goes out with one.
            long seconds = Math.max(1, (origin.expiresAt() - wallClock.millis() + 999) / 1000);
            headers.add(HeaderNames.MESSAGE_EXPIRY_INTERVAL, utf8(Long.toString(seconds)));
        }
        if (origin.correlationData().isPresent()) {
            headers.add(
                    HeaderNames.CORRELATION_DATA, origin.correlationData().get().unsafeArray());
        }
        if (message.contentType().isPresent()) {
            headers.add(HeaderNames.CONTENT_TYPE, utf8(message.contentType().get()));
        }
    }

    private void addProperties(Headers headers, Message message) {
        boolean event = CloudEvents.isEvent(message);
        List<UserProperty> properties = message.properties();
        if (!options.copyMqttProperties()) {
            properties = event
                    ? properties.stream()
                            .filter(property -> CloudEvents.ATTRIBUTES.contains(property.key()))
                            .toList()
                    : List.of();
        }
        for (UserProperty property : options.headers().apply(properties)) {
            String key = property.key();
            if (event && CloudEvents.ATTRIBUTES.contains(key)) {
                headers.add(HeaderNames.CLOUD_EVENTS_PREFIX + key, utf8(property.value()));
            } else if (!isWritten(headers, key)) {
                headers.add(key, utf8(property.value()));
            }
        }
    }

    /** A Kafka source makes user properties of these headers; what the record says now takes their place. */
    private static boolean isWritten(Headers headers, String key) {
        return switch (key) {
            case HeaderNames.PAYLOAD_FORMAT_INDICATOR,
                    HeaderNames.RESPONSE_TOPIC,
                    HeaderNames.MESSAGE_EXPIRY_INTERVAL,
                    HeaderNames.CORRELATION_DATA,
                    HeaderNames.CONTENT_TYPE,
                    HeaderNames.LOGICAL_TIME -> headers.lastHeader(key) != null;
            default -> false;
        };
    }

    private @Nullable Integer partition(int partitions) {
        return options.partitioning() instanceof Partitioning.Static(int instance) ? instance % partitions : null;
    }

    private byte @Nullable [] key(Record record, Message message) {
        return switch (options.partitioning()) {
            case Partitioning.Default _, Partitioning.Static _ -> null;
            case Partitioning.ByTopic _ -> {
                Bytes topic = record.origin().topic().isEmpty()
                        ? message.topic()
                        : record.origin().topic();
                yield topic.isEmpty() ? null : topic.unsafeArray();
            }
            case Partitioning.ByProperty(String key) ->
                message.property(key).map(RecordWriter::utf8).orElse(null);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
