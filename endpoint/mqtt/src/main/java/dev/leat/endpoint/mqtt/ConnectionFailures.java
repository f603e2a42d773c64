package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.util.Locale;

/** Says what happened to a connection, in the words and codes of this module. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    /**
     * @param wasConnected whether the broker had accepted the connection
     * @param byBroker whether the broker said the last word, rather than this client
     */
    static MqttEndpointException describe(
            MqttConnectionOptions options, Throwable cause, boolean wasConnected, boolean byBroker) {
        String broker = "the broker at " + options.address();
        return switch (cause) {
            case Mqtt5ConnAckException refused ->
                new MqttEndpointException(
                        MqttError.CONNECTION_REFUSED,
                        broker + " refused the connection of '" + options.clientId() + "': "
                                + words(refused.getMqttMessage().getReasonCode())
                                + refused.getMqttMessage()
                                        .getReasonString()
                                        .map(text -> " (" + text + ")")
                                        .orElse(""),
                        cause);
            case Mqtt5DisconnectException disconnected
            when disconnected.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER ->
                new MqttEndpointException(
                        MqttError.SESSION_TAKEN_OVER,
                        "another client connected to " + broker + " as '" + options.clientId() + "'",
                        cause);
            case Mqtt5DisconnectException disconnected
            when wasConnected && byBroker ->
                new MqttEndpointException(
                        MqttError.CONNECTION_LOST,
                        broker + " ended the connection of '" + options.clientId() + "': "
                                + words(disconnected.getMqttMessage().getReasonCode()),
                        cause);
            default ->
                wasConnected
                        ? new MqttEndpointException(
                                MqttError.CONNECTION_LOST,
                                "the connection to " + broker + " broke: " + MqttEndpointException.reason(cause),
                                cause)
                        : new MqttEndpointException(
                                MqttError.BROKER_UNREACHABLE,
                                "no connection to " + broker + ": " + MqttEndpointException.reason(cause),
                                cause);
        };
    }

    /** Where the broker does not say so, but nothing else explains what it does; see {@link SilentEnds}. */
    static MqttEndpointException takenOverInSilence(MqttConnectionOptions options, Throwable cause) {
        return new MqttEndpointException(
                MqttError.SESSION_TAKEN_OVER,
                "the broker at " + options.address() + " ended " + SilentEnds.MOST + " connections of '"
                        + options.clientId() + "' in a row without a reason, each soon after it had accepted it, as"
                        + " happens where another client connects as '" + options.clientId() + "' again and again",
                cause);
    }

    /** NOT_AUTHORIZED as "not authorized". */
    static String words(Enum<?> reasonCode) {
        return reasonCode.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
