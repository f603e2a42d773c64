package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.UserProperty;
import java.util.List;
import java.util.Optional;

/** The user properties of the state store protocol. */
public final class StateStoreProperties {

    /** The time of a request; the version in a response or a notification. */
    public static final String TIMESTAMP = "__ts";

    /** The fencing token of a request. */
    public static final String FENCING_TOKEN = "__ft";

    private StateStoreProperties() {}

    /** The value of the first property of this name. */
    public static Optional<String> find(List<UserProperty> properties, String key) {
        for (UserProperty property : properties) {
            if (property.key().equals(key)) {
                return Optional.of(property.value());
            }
        }
        return Optional.empty();
    }
}
