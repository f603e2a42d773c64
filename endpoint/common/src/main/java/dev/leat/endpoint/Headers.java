package dev.leat.endpoint;

import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to the user properties of messages, made one after the other.
 *
 * @param actions in their order
 */
public record Headers(List<Action> actions) {

    /** No changes. */
    public static final Headers NONE = new Headers(List.of());

    /** One change. */
    public sealed interface Action {

        /** Appends a property where there is none of this key. */
        record AddIfNotPresent(String key, String value) implements Action {}

        /** Appends a property, and takes away all that were there of this key. */
        record AddOrReplace(String key, String value) implements Action {}

        /** Takes away all properties of this key. */
        record Remove(String key) implements Action {}
    }

    public Headers {
        actions = List.copyOf(actions);
    }

    /** In the order given. */
    public static Headers of(Action... actions) {
        return new Headers(List.of(actions));
    }

    /** The message with its properties changed. */
    public Message apply(Message message) {
        return actions.isEmpty() ? message : message.withProperties(apply(message.properties()));
    }

    /** These properties changed. */
    public List<UserProperty> apply(List<UserProperty> properties) {
        if (actions.isEmpty()) {
            return properties;
        }
        List<UserProperty> changed = new ArrayList<>(properties);
        for (Action action : actions) {
            switch (action) {
                case Action.AddIfNotPresent(String key, String value) -> {
                    if (changed.stream().noneMatch(property -> property.key().equals(key))) {
                        changed.add(new UserProperty(key, value));
                    }
                }
                case Action.AddOrReplace(String key, String value) -> {
                    remove(changed, key);
                    changed.add(new UserProperty(key, value));
                }
                case Action.Remove(String key) -> remove(changed, key);
            }
        }
        return changed;
    }

    private static void remove(List<UserProperty> properties, String key) {
        properties.removeIf(property -> property.key().equals(key));
    }
}
