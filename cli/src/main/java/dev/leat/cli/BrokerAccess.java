package dev.leat.cli;

import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttTls;

/**
 * Who a command is to its broker, and whom it trusts.
 *
 * @param tls for addresses that ask for it
 */
record BrokerAccess(MqttAuthentication authentication, MqttTls tls) {

    /** Of nobody, who trusts whom the JDK trusts. */
    static final BrokerAccess ANONYMOUS = new BrokerAccess(MqttAuthentication.NONE, MqttTls.ON);

    /** That of a connection. */
    static BrokerAccess of(MqttConnectionOptions connection) {
        return new BrokerAccess(connection.authentication(), connection.tls().on() ? connection.tls() : MqttTls.ON);
    }

    /** For another host, which is not told who the command is. */
    BrokerAccess elsewhere() {
        return new BrokerAccess(
                MqttAuthentication.NONE,
                tls.authorities().map(MqttTls::trusting).orElse(MqttTls.ON));
    }

    /** A connection to this address. */
    MqttConnectionOptions.Builder to(BrokerAddress address, String clientId) {
        MqttConnectionOptions.Builder builder = MqttConnectionOptions.builder(address.host(), address.port(), clientId)
                .authentication(authentication)
                .tls(address.tls() ? tls : MqttTls.OFF);
        address.webSocketPath().ifPresent(builder::webSocket);
        return builder;
    }
}
