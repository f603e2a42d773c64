package dev.leat.endpoint;

import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.UserProperty;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Attributes of CloudEvents 1.0 of messages, in binary mode: as user properties that bear the attributes' names. What else a
 * protocol asks for, such as Kafka's prefix {@code ce_}, is added where the message is written. Safe for use by several
 * threads where clock and ids are.
 */
public final class CloudEvents {

    /** The names of the attributes. */
    public static final Set<String> ATTRIBUTES = Set.of(
            Name.SPECVERSION,
            Name.TYPE,
            Name.SOURCE,
            Name.ID,
            Name.SUBJECT,
            Name.TIME,
            Name.DATACONTENTTYPE,
            Name.DATASCHEMA);

    private static final String TYPE = "ms.aio-dataflow.telemetry";
    private static final List<String> REQUIRED = List.of(Name.SPECVERSION, Name.TYPE, Name.SOURCE, Name.ID);

    /** What becomes of the attributes. */
    public enum Mode {
        /**
         * A message that has all required attributes keeps what it has; those of its content type and schema say what goes
         * out. A message that has not stays as it is.
         */
        PROPAGATE,
        /** Each message becomes an event of its own, whatever attributes it had. */
        CREATE_OR_REMAP
    }

    private static final class Name {
        static final String SPECVERSION = "specversion";
        static final String TYPE = "type";
        static final String SOURCE = "source";
        static final String ID = "id";
        static final String SUBJECT = "subject";
        static final String TIME = "time";
        static final String DATACONTENTTYPE = "datacontenttype";
        static final String DATASCHEMA = "dataschema";
    }

    private final Mode mode;
    private final String source;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * With random UUIDs as ids.
     *
     * @param target the name of what writes the events, such as a data flow's; their source is {@code aio://TARGET}
     */
    public CloudEvents(Mode mode, String target, InstantSource clock) {
        this(mode, target, clock, () -> UUID.randomUUID().toString());
    }

    CloudEvents(Mode mode, String target, InstantSource clock, Supplier<String> ids) {
        this.mode = mode;
        this.source = "aio://" + target;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * The message with its attributes.
     *
     * @param outputTopic where it goes, which is what a new event is about
     */
    public Message apply(Message message, String outputTopic) {
        return switch (mode) {
            case PROPAGATE -> isEvent(message) ? passedOn(message) : message;
            case CREATE_OR_REMAP -> made(message, outputTopic);
        };
    }

    /** Whether a message has all attributes that an event must have. */
    public static boolean isEvent(Message message) {
        return REQUIRED.stream().allMatch(name -> message.property(name).isPresent());
    }

    private static Message passedOn(Message message) {
        List<UserProperty> properties = new ArrayList<>(message.properties());
        replace(properties, Name.DATACONTENTTYPE, message.contentType());
        replace(properties, Name.DATASCHEMA, schema(message));
        return message.withProperties(properties);
    }

    /** What is not known of the output stays as it came. */
    private static void replace(List<UserProperty> properties, String name, Optional<String> value) {
        if (value.isPresent()) {
            properties.removeIf(property -> property.key().equals(name));
            properties.add(new UserProperty(name, value.get()));
        }
    }

    private Message made(Message message, String outputTopic) {
        List<UserProperty> properties = new ArrayList<>(message.properties().size() + ATTRIBUTES.size());
        for (UserProperty property : message.properties()) {
            if (!ATTRIBUTES.contains(property.key())) {
                properties.add(property);
            }
        }
        properties.add(new UserProperty(Name.SPECVERSION, "1.0"));
        properties.add(new UserProperty(Name.TYPE, TYPE));
        properties.add(new UserProperty(Name.SOURCE, source));
        properties.add(new UserProperty(Name.ID, ids.get()));
        properties.add(new UserProperty(Name.SUBJECT, outputTopic));
        properties.add(new UserProperty(
                Name.TIME, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
        message.contentType().ifPresent(type -> properties.add(new UserProperty(Name.DATACONTENTTYPE, type)));
        schema(message).ifPresent(schema -> properties.add(new UserProperty(Name.DATASCHEMA, schema)));
        return message.withProperties(properties);
    }

    /** An event can only refer to a schema. */
    private static Optional<String> schema(Message message) {
        return message.schema().flatMap(schema -> switch (schema) {
            case MessageSchema.RegistryReference(String reference) -> Optional.of(reference);
            case MessageSchema.Inline inline -> Optional.empty();
        });
    }
}
