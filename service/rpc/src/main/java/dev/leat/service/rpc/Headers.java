package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The user properties that the protocols reserve: their names begin with two underscores. */
final class Headers {

    static final String TIMESTAMP = "__ts";
    static final String SOURCE = "__srcId";
    static final String PROTOCOL_VERSION = "__protVer";
    static final String STATUS = "__stat";
    static final String STATUS_MESSAGE = "__stMsg";
    static final String APPLICATION_ERROR = "__apErr";
    static final String PROPERTY_NAME = "__propName";
    static final String PROPERTY_VALUE = "__propVal";
    static final String SUPPORTED_VERSIONS = "__supProtMajVer";
    static final String REQUESTED_VERSION = "__requestProtVer";
    static final String PARTITION = "$partition";

    /** What a status message calls parts of a request that are no user properties. */
    static final String CORRELATION_DATA = "Correlation Data";

    static final String MESSAGE_EXPIRY = "Message Expiry";
    static final String CONTENT_TYPE = "Content Type";
    static final String FORMAT_INDICATOR = "Payload Format Indicator";

    static final String VERSION = "1.0";
    static final int MAJOR_VERSION = 1;

    private static final String RESERVED = "__";

    private Headers() {}

    /** The first property of that name. */
    static Optional<String> find(Mqtt5Publish publish, String name) {
        return find(publish, MqttUtf8String.of(name));
    }

    static Optional<String> find(Mqtt5Publish publish, MqttUtf8String name) {
        for (Mqtt5UserProperty property : publish.getUserProperties().asList()) {
            if (property.getName().equals(name)) {
                return Optional.of(property.getValue().toString());
            }
        }
        return Optional.empty();
    }

    /** What is not reserved, in order. */
    static List<UserProperty> custom(Mqtt5Publish publish) {
        List<UserProperty> custom = new ArrayList<>();
        for (Mqtt5UserProperty property : publish.getUserProperties().asList()) {
            String name = property.getName().toString();
            if (!isReserved(name)) {
                custom.add(new UserProperty(name, property.getValue().toString()));
            }
        }
        return custom;
    }

    static boolean isReserved(String name) {
        return name.startsWith(RESERVED) || name.equals(PARTITION);
    }

    /**
     * Whether a protocol version is one that is spoken here. Absent is 1.0. A table of the documentation says 0.1 where it
     * means the same.
     */
    static boolean isSpoken(Optional<String> version) {
        return version.isEmpty()
                || version.get().equals("0.1")
                || version.get().equals("1")
                || version.get().startsWith(MAJOR_VERSION + ".");
    }
}
