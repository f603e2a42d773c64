package dev.leat.platform.server;

import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import java.util.Optional;

/**
 * The broker that stands for the one of Azure IoT Operations, wherever an endpoint names that.
 *
 * @param tls empty where the connection is not encrypted
 * @param webSocketPath empty for plain TCP
 */
public record LocalBroker(
        String host,
        int port,
        Optional<TlsOptions> tls,
        MqttAuthentication authentication,
        Optional<String> webSocketPath) {

    MqttConnectionOptions.Builder connection(String client) {
        MqttConnectionOptions.Builder builder =
                MqttConnectionOptions.builder(host, port, client).authentication(authentication);
        tls.ifPresent(builder::tls);
        webSocketPath.ifPresent(builder::webSocket);
        return builder;
    }

    /** Without TLS and without a password. */
    public static LocalBroker at(String host, int port) {
        return new LocalBroker(host, port, Optional.empty(), MqttAuthentication.NONE, Optional.empty());
    }
}
