package dev.leat.endpoint.mqtt;

/** The error codes of the MQTT endpoints, each with what the user can do about it. */
public enum MqttError {
    /** No connection: nobody listens there, the name is unknown, or there was no answer in time. */
    BROKER_UNREACHABLE("001", "Check host and port, and that the broker runs and speaks MQTT v5."),
    /** The broker answered CONNECT with a refusal. */
    CONNECTION_REFUSED("002", "Check user name, password, client id and the broker's access rules."),
    /** An established connection broke. */
    CONNECTION_LOST("003", "Nothing is lost: unconfirmed messages are sent again after the reconnect."),
    /** The broker answered SUBSCRIBE with a refusal. */
    SUBSCRIPTION_REFUSED("004", "Check the topic filters and what this user may subscribe to."),
    /** The broker forgot the session, with all that it held for it. */
    SESSION_LOST("005", "Make the broker keep sessions (persistence), or allow a longer session expiry."),
    /** A topic filter or a topic is not what MQTT allows. */
    TOPIC_INVALID("006", "Correct it: + and # stand alone between slashes, # last, and only in filters."),
    /** The user property __ts is no timestamp; the time of arrival was taken. */
    TIMESTAMP_MALFORMED("007", "Send __ts as milliseconds:counter:node, such as 1732147200123:0:df, or not at all."),
    /**
     * The counter of the user property __ts is used up; the time of arrival was taken. A __ts too far in the future is
     * not this: the graph refuses it, with LEAT-DATAFLOW-006.
     */
    TIMESTAMP_REJECTED("008", "The node that sent this counter is broken, or its wall clock stands still."),
    /** The broker or MQTT itself will never take this message. */
    PUBLISH_REFUSED("009", "Correct the message: its topic, size or payload format."),
    /** The broker did not take a message now; it is sent again. */
    PUBLISH_DEFERRED("010", "Check what this user may publish, and the broker's quota; it is tried until it works."),
    /** Another client connected under the same client id. */
    SESSION_TAKEN_OVER("011", "Give each running graph a client id of its own (--client-id)."),
    /** A message came for a subscription of an earlier run. */
    SUBSCRIPTION_STALE("012", "Choose another client id, or let the session expire, after changing topic filters."),
    /** The broker has more messages in flight than it was told to. */
    RECEIVE_MAXIMUM_EXCEEDED(
            "013", "They wait in memory. Where that is short, use another broker: mosquitto 2.0.11 is known for it."),
    /** A message could not be made a record; it is acknowledged and does not come again. */
    MESSAGE_UNREADABLE("014", "Correct the message; where nothing is wrong with it, report this with the debug log."),
    /** Messages of QoS 0 came faster than the graph takes them, and nothing holds them back. */
    MESSAGE_DROPPED("015", "Use QoS 1 where each message counts, or send less, or allow more in flight."),
    /** The broker does less than the QoS that was asked for: messages could be lost. */
    QOS_NOT_GRANTED("016", "Let the broker grant QoS 1, or ask for QoS 0 where messages may be lost."),
    /** The broker did not take a request, a response or a notification; it is not sent again. */
    EXCHANGE_REFUSED("017", "Check what this user may publish, the broker's quota, and the message's topic and size."),
    /** The broker's certificate, or this client's, was not accepted, or the broker does not speak TLS there. */
    TLS_FAILED("018", "Check the authorities (--ca), the host name in the broker's certificate, and --cert and --key."),
    /** Authorities, a certificate or a key cannot be read, or do not fit each other. */
    TLS_MATERIAL_INVALID("019", "Give certificates and keys in PEM; a certificate's own key belongs to it."),
    /** A user name, a password or a token cannot be read. */
    CREDENTIALS_UNREADABLE("020", "Check that the file is there, may be read and is not empty; it is read again."),
    /** What listens there answers, but not as a WebSocket of MQTT. */
    WEBSOCKET_REFUSED("021", "Check host, port and path of the WebSocket listener; brokers often take /mqtt."),
    /** A message was worth nothing any more before the broker had taken it; it was dropped. */
    MESSAGE_EXPIRED("022", "Nothing, where this may be; else let messages live longer, or see why they wait."),
    /** A record has no topic to go to: a variable of the destination's topic has no value, or makes no topic. */
    TOPIC_UNRESOLVED("023", "Use variables that each record has, or a topic without any."),
    /** The broker keeps no messages; one that was to be kept goes out without the retain flag. */
    RETAIN_UNAVAILABLE("024", "Set retain to Never for this destination, or use a broker that retains.");

    private final String number;
    private final String hint;

    MqttError(String number, String hint) {
        this.number = number;
        this.hint = hint;
    }

    /** Such as {@code LEAT-MQTT-001}. */
    public String code() {
        return "LEAT-MQTT-" + number;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }
}
