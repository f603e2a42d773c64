package dev.leat.endpoint.mqtt;

import dev.leat.dataflow.data.Bytes;

/**
 * A user name with its password.
 *
 * @param password as the broker expects it, most often UTF-8
 */
public record MqttCredentials(String userName, Bytes password) {

    /** Without the password, so that it gets into no log. */
    @Override
    public String toString() {
        return "MqttCredentials[userName=" + userName + "]";
    }
}
