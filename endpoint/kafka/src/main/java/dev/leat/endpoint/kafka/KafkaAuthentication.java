package dev.leat.endpoint.kafka;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;

/**
 * How a client says to a broker who it is, with SASL. A certificate says so in TLS: see {@link TlsOptions#withIdentity}.
 */
public sealed interface KafkaAuthentication {

    /** It does not. */
    KafkaAuthentication NONE = new None();

    /** Nothing is said. */
    record None() implements KafkaAuthentication {}

    /**
     * Name and password.
     *
     * @param userName in UTF-8; Event Hubs takes {@code $ConnectionString}
     * @param password in UTF-8
     */
    record Password(Mechanism mechanism, Material userName, Material password) implements KafkaAuthentication {}

    /**
     * A token, with OAUTHBEARER. It is read before the last one ends: at its {@code exp} where it is a JSON Web Token, else
     * every ten minutes; and for each new client.
     *
     * @param token a file, or whatever asks for one; may wait
     */
    record Token(Material token) implements KafkaAuthentication {}

    /** The mechanisms of SASL with a password. */
    enum Mechanism {
        /** The password is sent as it is: use TLS. */
        PLAIN("PLAIN", "plain.PlainLoginModule"),
        SCRAM_SHA_256("SCRAM-SHA-256", "scram.ScramLoginModule"),
        SCRAM_SHA_512("SCRAM-SHA-512", "scram.ScramLoginModule");

        private final String saslName;
        private final String module;

        Mechanism(String saslName, String module) {
            this.saslName = saslName;
            this.module = "org.apache.kafka.common.security." + module;
        }

        /** As SASL names it, such as {@code SCRAM-SHA-256}. */
        public String saslName() {
            return saslName;
        }

        String module() {
            return module;
        }
    }
}
