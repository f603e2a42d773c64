package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import java.time.Duration;

/**
 * How a client says in MQTT who it is. A certificate says so in TLS: see {@link TlsOptions#withIdentity}.
 */
public sealed interface MqttAuthentication {

    /** It does not. */
    MqttAuthentication NONE = new None();

    /** Name and password, given. */
    static MqttAuthentication password(String userName, Bytes password) {
        return new Password(Material.of(userName), Material.of(password));
    }

    /**
     * Enhanced authentication with the method of Kubernetes service accounts: {@code K8S-SAT}.
     *
     * @param token a file that Kubernetes writes anew before the token in it expires
     */
    static MqttAuthentication serviceAccount(Material token) {
        return new Token("K8S-SAT", token, Token.CHECK);
    }

    /** Nothing is said. */
    record None() implements MqttAuthentication {}

    /** @param userName in UTF-8 */
    record Password(Material userName, Material password) implements MqttAuthentication {}

    /**
     * Enhanced authentication of MQTT v5 with a token, in one step. Where the token changes during a connection, the
     * client authenticates again with an AUTH packet; a broker that refuses it, or does not know how, ends the connection,
     * and the next one begins with the new token.
     *
     * @param method the authentication method
     * @param token the authentication data, at most 65,535 bytes
     * @param check how often to look whether the token has changed
     */
    record Token(String method, Material token, Duration check) implements MqttAuthentication {

        /** How often to look for another token, where nothing else is said. */
        public static final Duration CHECK = Duration.ofSeconds(10);

        public Token {
            if (method.isEmpty()) {
                throw new IllegalArgumentException("method must not be empty");
            }
            MqttUtf8String.of(method);
            if (check.toMillis() < 1) {
                throw new IllegalArgumentException("check must be at least 1 ms, not " + check);
            }
        }
    }
}
