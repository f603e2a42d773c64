package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** The MQTT topics of the state store protocol. */
public final class StateStoreTopics {

    private static final String SERVICE = "statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8";
    private static final String NOTIFICATIONS = "clients/" + SERVICE + "/";
    private static final String NOTIFY = "/command/notify/";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Where requests go. */
    public static final String REQUEST = SERVICE + "/command/invoke";

    private StateStoreTopics() {}

    /** Where a client is best answered. */
    public static String response(String clientId) {
        return "clients/" + clientId + "/services/" + REQUEST + "/response";
    }

    /**
     * Whether requests may ask for answers there. A topic with wildcards, the request's own, and those of notifications
     * may not be used; a broker of Azure IoT Operations disconnects who does.
     */
    public static boolean isResponseTopic(String topic) {
        return !topic.isEmpty()
                && topic.indexOf('#') < 0
                && topic.indexOf('+') < 0
                && !topic.equals(REQUEST)
                && !topic.startsWith("clients/" + SERVICE);
    }

    /** Where a client gets the notifications of a key: client id and key in upper-case hexadecimal digits. */
    public static String notification(String clientId, Bytes key) {
        return NOTIFICATIONS
                + HEX.formatHex(clientId.getBytes(StandardCharsets.UTF_8))
                + NOTIFY
                + HEX.formatHex(key.unsafeArray());
    }

    /** A filter for the notifications of all keys to a client. */
    public static String notifications(String clientId) {
        return NOTIFICATIONS + HEX.formatHex(clientId.getBytes(StandardCharsets.UTF_8)) + NOTIFY + "+";
    }

    /** The key that a notification's topic names, in digits of either case; empty where it is no such topic. */
    public static Optional<Bytes> keyOf(String topic) {
        int notify = topic.indexOf(NOTIFY);
        if (!topic.startsWith(NOTIFICATIONS) || notify < NOTIFICATIONS.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bytes.of(HEX.parseHex(topic, notify + NOTIFY.length(), topic.length())));
        } catch (IllegalArgumentException notHexadecimal) {
            return Optional.empty();
        }
    }
}
