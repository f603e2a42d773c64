package dev.leat.dataflow;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a lost record looks like as a dead letter: the original as a message, with user properties that say where and why
 * it was lost. What is no message becomes one whose payload are its bytes.
 */
public final class DeadLetters {

    /** The operation that lost the record. */
    public static final String OPERATION = "leat-operation";

    /** Why, in words, in one line. */
    public static final String REASON = "leat-reason";

    /** The topic that the record came from or was on its way to. */
    public static final String TOPIC = "leat-topic";

    /** The record's logical time. */
    public static final String TIME = "leat-time";

    private static final int LONGEST_REASON = 4096;

    private DeadLetters() {}

    static Record of(String operation, Record lost, Throwable reason) {
        Message original = message(lost);
        List<UserProperty> properties = new ArrayList<>(original.properties());
        properties.add(new UserProperty(OPERATION, operation));
        properties.add(new UserProperty(REASON, line(reason)));
        properties.add(new UserProperty(TOPIC, original.topic().asUtf8()));
        properties.add(new UserProperty(TIME, lost.time().toString()));
        return lost.withValue(original.withProperties(properties));
    }

    private static Message message(Record lost) {
        DataModel value = lost.value();
        return switch (value) {
            case Message message -> message;
            case Snapshot snapshot ->
                new Message(
                        snapshot.timestamp(),
                        Bytes.EMPTY,
                        Optional.of("application/octet-stream"),
                        snapshot.frame(),
                        List.of(),
                        Optional.empty());
            case Bytes bytes -> Message.of(lost.time().toDataTimestamp(), "", bytes);
        };
    }

    private static String line(Throwable reason) {
        String message = reason.getMessage() == null ? reason.getClass().getName() : reason.getMessage();
        // A guest may say much: no more of it is looked at than can be shown.
        String text = cut(message, LONGEST_REASON)
                .replace('\0', ' ')
                .lines()
                .map(String::strip)
                .collect(Collectors.joining(" | "));
        return message.length() <= LONGEST_REASON && text.length() <= LONGEST_REASON
                ? text
                : cut(text, LONGEST_REASON - 1) + "\u2026";
    }

    /** At most so much, and no half of a character. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
