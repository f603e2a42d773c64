package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says what happened to a connection, in the words and codes of this module. */
final class ConnectionFailures {

    private static final int MOST_CAUSES = 20;

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
            default -> {
                Optional<MqttEndpointException> known = ofTransport(broker, cause);
                if (known.isPresent()) {
                    yield known.get();
                }
                yield wasConnected
                        ? new MqttEndpointException(
                                MqttError.CONNECTION_LOST,
                                "the connection to " + broker + " broke: " + MqttEndpointException.reason(cause),
                                cause)
                        : new MqttEndpointException(
                                MqttError.BROKER_UNREACHABLE,
                                "no connection to " + broker + ": " + MqttEndpointException.reason(cause),
                                cause);
            }
        };
    }

    /** What TLS or a WebSocket said. */
    private static Optional<MqttEndpointException> ofTransport(String broker, Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .toList();
        if (causes.stream().anyMatch(SSLException.class::isInstance)) {
            return Optional.of(new MqttEndpointException(
                    MqttError.TLS_FAILED, "no TLS connection to " + broker + ": " + ofTls(causes), failure));
        }
        if (causes.stream().anyMatch(WebSocketHandshakeException.class::isInstance)) {
            return Optional.of(new MqttEndpointException(
                    MqttError.WEBSOCKET_REFUSED,
                    "no WebSocket at " + broker + ": " + MqttEndpointException.reason(failure),
                    failure));
        }
        return Optional.empty();
    }

    private static String ofTls(List<Throwable> causes) {
        String reason = MqttEndpointException.reason(causes.getFirst());
        for (Throwable cause : causes.reversed()) {
            String what = switch (cause) {
                case CertificateExpiredException expired -> "the broker's certificate has expired";
                case CertificateNotYetValidException early -> "the broker's certificate is not valid yet";
                case CertPathBuilderException unknown -> "the broker's certificate is of no trusted authority";
                case CertPathValidatorException broken -> "the broker's certificate is not trusted";
                case NotSslRecordException other -> "what listens there speaks no TLS";
                case CertificateException other
                when other.getMessage() != null
                        && (other.getMessage().contains("subject alternative")
                                || other.getMessage().contains("No name matching")) ->
                    "the broker's certificate is of another host";
                case SSLException alert
                when alert.getMessage() != null && alert.getMessage().contains("fatal alert") ->
                    "the broker ended it, as happens where it does not accept this client's certificate or misses one";
                default -> "";
            };
            if (!what.isEmpty()) {
                return what + " (" + reason + ")";
            }
        }
        return reason;
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
