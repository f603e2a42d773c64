package dev.leat.cli;

import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;

/**
 * Who a command is to its broker, and whom it trusts.
 *
 * @param tls for addresses that ask for it
 */
record BrokerAccess(MqttAuthentication authentication, TlsOptions tls) {

    /** Of nobody, who trusts whom the JDK trusts. */
    static final BrokerAccess ANONYMOUS = new BrokerAccess(MqttAuthentication.NONE, TlsOptions.DEFAULT);

    /** That of a connection. */
    static BrokerAccess of(MqttConnectionOptions connection) {
        return new BrokerAccess(connection.authentication(), connection.tls().orElse(TlsOptions.DEFAULT));
    }

    /** For another host, which is not told who the command is. */
    BrokerAccess elsewhere() {
        return new BrokerAccess(
                MqttAuthentication.NONE,
                tls.authorities().map(TlsOptions::trusting).orElse(TlsOptions.DEFAULT));
    }

    /** A connection to this address. */
    MqttConnectionOptions.Builder to(BrokerAddress address, String clientId) {
        MqttConnectionOptions.Builder builder = MqttConnectionOptions.builder(address.host(), address.port(), clientId)
                .authentication(authentication);
        if (address.tls()) {
            builder.tls(tls);
        }
        address.webSocketPath().ifPresent(builder::webSocket);
        return builder;
    }
}
