package dev.leat.dataflow;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A total order of records by what they are, so that a sorted list of them is a function of the set: by logical time, by
 * the time inside the value, then by content. Records that it cannot tell apart are the same.
 */
final class RecordOrder implements Comparator<Record> {

    static final RecordOrder INSTANCE = new RecordOrder();

    private static final Comparator<DataTimestamp> TIME = Comparator.comparingLong(DataTimestamp::seconds)
            .thenComparingInt(DataTimestamp::nanos)
            .thenComparing(DataTimestamp::counter, Long::compareUnsigned)
            .thenComparing(DataTimestamp::nodeId);

    private static final Comparator<Bytes> BYTES =
            (one, two) -> Arrays.compareUnsigned(one.unsafeArray(), two.unsafeArray());

    private static final Comparator<UserProperty> PROPERTY =
            Comparator.comparing(UserProperty::key).thenComparing(UserProperty::value);

    private static final Comparator<Message> MESSAGE = Comparator.comparing(Message::timestamp, TIME)
            .thenComparing(Message::topic, BYTES)
            .thenComparing(Message::payload, BYTES)
            .thenComparing(Message::contentType, RecordOrder::compareTexts)
            .thenComparing(Message::properties, RecordOrder::compareProperties)
            .thenComparing(message -> message.schema().map(RecordOrder::name), RecordOrder::compareTexts)
            .thenComparing(message -> message.schema().map(RecordOrder::content), RecordOrder::compareTexts);

    private static final Comparator<Snapshot> SNAPSHOT = Comparator.comparing(Snapshot::timestamp, TIME)
            .thenComparing(Snapshot::format)
            .thenComparingInt(Snapshot::width)
            .thenComparingInt(Snapshot::height)
            .thenComparing(Snapshot::frame, BYTES);

    private RecordOrder() {}

    @Override
    public int compare(Record one, Record two) {
        int order = one.time().compareTo(two.time());
        return order != 0 ? order : compareValues(one.value(), two.value());
    }

    private static int compareValues(DataModel one, DataModel two) {
        return switch (one) {
            case Message message when two instanceof Message other -> MESSAGE.compare(message, other);
            case Snapshot snapshot when two instanceof Snapshot other -> SNAPSHOT.compare(snapshot, other);
            case Bytes bytes when two instanceof Bytes other -> BYTES.compare(bytes, other);
            case Message message -> Integer.compare(rank(message), rank(two));
            case Snapshot snapshot -> Integer.compare(rank(snapshot), rank(two));
            case Bytes bytes -> Integer.compare(rank(bytes), rank(two));
        };
    }

    private static int rank(DataModel value) {
        return switch (value) {
            case Message message -> 0;
            case Snapshot snapshot -> 1;
            case Bytes bytes -> 2;
        };
    }

    private static int compareTexts(Optional<String> one, Optional<String> two) {
        return one.isEmpty() || two.isEmpty()
                ? Boolean.compare(one.isPresent(), two.isPresent())
                : one.get().compareTo(two.get());
    }

    private static int compareProperties(List<UserProperty> one, List<UserProperty> two) {
        for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
            int order = PROPERTY.compare(one.get(i), two.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), two.size());
    }

    private static String name(MessageSchema schema) {
        return switch (schema) {
            case MessageSchema.RegistryReference reference -> "r" + reference.reference();
            case MessageSchema.Inline inline -> "i" + inline.name();
        };
    }

    private static String content(MessageSchema schema) {
        return switch (schema) {
            case MessageSchema.RegistryReference reference -> "";
            case MessageSchema.Inline inline -> inline.content();
        };
    }
}
