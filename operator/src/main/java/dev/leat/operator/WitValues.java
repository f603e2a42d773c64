package dev.leat.operator;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the dataflow's values and what the component layer carries.
 *
 * <p>Payloads and frames go in as handles, whatever their size: the guest copies what it reads, and a handle that it
 * passes through comes back as the very bytes that went in. Topics go in inline while they are short, since copying a few
 * bytes costs less than a handle; texts always do.
 */
final class WitValues {

    /** Up to this many bytes a topic goes in inline. */
    private static final int INLINE_BYTES = 512;

    private static final Wit.MessageProperties NO_PROPERTIES = new Wit.MessageProperties(List.of());

    private WitValues() {}

    static Wit.DataModel toWit(DataModel value) {
        return switch (value) {
            case Message message ->
                new Wit.DataModel.Message(
                        toWit(message.timestamp()),
                        inline(message.topic()),
                        message.contentType().map(WitValues::text),
                        new Wit.BufferOrBytes.Buffer(message.payload()),
                        properties(message.properties()),
                        message.schema().map(WitValues::toWit));
            case Snapshot snapshot ->
                new Wit.DataModel.Snapshot(
                        toWit(snapshot.timestamp()),
                        text(snapshot.format()),
                        snapshot.width(),
                        snapshot.height(),
                        new Wit.BufferOrBytes.Buffer(snapshot.frame()));
            case Bytes bytes -> new Wit.DataModel.BufferOrBytes(new Wit.BufferOrBytes.Buffer(bytes));
        };
    }

    private static Wit.BufferOrBytes inline(Bytes bytes) {
        return bytes.length() <= INLINE_BYTES
                ? new Wit.BufferOrBytes.Bytes(bytes.unsafeArray())
                : new Wit.BufferOrBytes.Buffer(bytes);
    }

    private static Wit.BufferOrString text(String text) {
        return new Wit.BufferOrString.String(text);
    }

    private static Wit.Timestamp toWit(DataTimestamp time) {
        return new Wit.Timestamp(new Wit.Timespec(time.seconds(), time.nanos()), time.counter(), text(time.nodeId()));
    }

    /** A logical time as modules see it. */
    static Wit.HybridLogicalClock toWit(Timestamp time) {
        return new Wit.HybridLogicalClock(
                new Wit.Timespec(time.physical() / 1000, (int) (time.physical() % 1000) * 1_000_000),
                time.counter(),
                time.nodeId());
    }

    private static Wit.MessageProperties properties(List<UserProperty> properties) {
        if (properties.isEmpty()) {
            return NO_PROPERTIES;
        }
        List<Wit.Property> wit = new ArrayList<>(properties.size());
        for (UserProperty property : properties) {
            wit.add(new Wit.Property(text(property.key()), text(property.value())));
        }
        return new Wit.MessageProperties(wit);
    }

    private static Wit.MessageSchema toWit(MessageSchema schema) {
        return switch (schema) {
            case MessageSchema.RegistryReference reference ->
                new Wit.MessageSchema.RegistryReference(text(reference.reference()));
            case MessageSchema.Inline inline ->
                new Wit.MessageSchema.Inline(new Wit.InlineSchema(text(inline.name()), text(inline.content())));
        };
    }

    /** @throws IllegalArgumentException where the guest gave back what is no value of the dataflow */
    static DataModel fromWit(Wit.DataModel value) {
        return switch (value) {
            case Wit.DataModel.Message message ->
                new Message(
                        fromWit(message.timestamp()),
                        fromWit(message.topic()),
                        message.contentType().map(type -> fromWit(type, "content-type")),
                        fromWit(message.payload()),
                        properties(message.properties()),
                        message.schema().map(WitValues::fromWit));
            case Wit.DataModel.Snapshot snapshot ->
                new Snapshot(
                        fromWit(snapshot.timestamp()),
                        fromWit(snapshot.format(), "format"),
                        snapshot.width(),
                        snapshot.height(),
                        fromWit(snapshot.frame()));
            case Wit.DataModel.BufferOrBytes bytes -> fromWit(bytes.content());
        };
    }

    private static Bytes fromWit(Wit.BufferOrBytes bytes) {
        return switch (bytes) {
            case Wit.BufferOrBytes.Buffer buffer -> buffer.content();
            case Wit.BufferOrBytes.Bytes inline -> Bytes.of(inline.content());
        };
    }

    private static String fromWit(Wit.BufferOrString text, String what) {
        return switch (text) {
            case Wit.BufferOrString.String inline -> inline.content();
            case Wit.BufferOrString.Buffer buffer ->
                buffer.content()
                        .asStrictUtf8()
                        .orElseThrow(() -> new IllegalArgumentException("the guest's " + what + " is not UTF-8"));
        };
    }

    private static DataTimestamp fromWit(Wit.Timestamp time) {
        return new DataTimestamp(
                time.timestamp().secs(), time.timestamp().nanos(), time.counter(), fromWit(time.nodeId(), "node-id"));
    }

    /**
     * The logical time that a guest answered, cut to milliseconds.
     *
     * @throws IllegalArgumentException where it is none
     * @throws ArithmeticException where it lies beyond what a timestamp can say
     */
    static Timestamp fromWit(Wit.HybridLogicalClock time) {
        return Timestamp.of(
                new DataTimestamp(time.timestamp().secs(), time.timestamp().nanos(), time.counter(), time.nodeId()));
    }

    private static List<UserProperty> properties(Wit.MessageProperties properties) {
        List<Wit.Property> wit = properties.userProperties();
        if (wit.isEmpty()) {
            return List.of();
        }
        List<UserProperty> result = new ArrayList<>(wit.size());
        for (Wit.Property property : wit) {
            result.add(new UserProperty(
                    fromWit(property.key(), "property key"), fromWit(property.value(), "property value")));
        }
        return result;
    }

    private static MessageSchema fromWit(Wit.MessageSchema schema) {
        return switch (schema) {
            case Wit.MessageSchema.RegistryReference reference ->
                new MessageSchema.RegistryReference(fromWit(reference.reference(), "schema reference"));
            case Wit.MessageSchema.Inline inline ->
                new MessageSchema.Inline(
                        fromWit(inline.schema().name(), "schema name"),
                        fromWit(inline.schema().content(), "schema content"));
        };
    }

    /** Nanoseconds past a second count as they are; what is longer than the longest counts as that. */
    static Duration duration(Wit.Duration given, Duration longest) {
        return Long.compareUnsigned(given.seconds(), longest.toSeconds()) > 0
                ? longest
                : Duration.ofSeconds(given.seconds(), Integer.toUnsignedLong(given.nanos()));
    }
}
