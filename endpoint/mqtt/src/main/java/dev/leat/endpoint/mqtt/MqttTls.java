package dev.leat.endpoint.mqtt;

import dev.leat.endpoint.Material;
import java.util.Optional;

/**
 * Whether and how a connection is encrypted. The broker's certificate must be for the host that is connected to, always.
 *
 * @param on whether to encrypt
 * @param authorities certificates in PEM of those who are trusted; without them, those whom the JDK trusts
 * @param identity what this client shows to a broker that asks for a certificate
 */
public record MqttTls(boolean on, Optional<Material> authorities, Optional<Identity> identity) {

    /** Not encrypted. */
    public static final MqttTls OFF = new MqttTls(false, Optional.empty(), Optional.empty());

    /** Encrypted, with the authorities that the JDK trusts. */
    public static final MqttTls ON = new MqttTls(true, Optional.empty(), Optional.empty());

    /**
     * An X.509 certificate and its private key.
     *
     * @param certificates in PEM: the client's own first, then those between it and the authority
     * @param key in PEM: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY}),
     *     not encrypted
     */
    public record Identity(Material certificates, Material key) {}

    public MqttTls {
        if (!on && (authorities.isPresent() || identity.isPresent())) {
            throw new IllegalArgumentException("authorities and an identity are for TLS, which is off");
        }
    }

    /** Encrypted, trusting these authorities and no others. */
    public static MqttTls trusting(Material authorities) {
        return new MqttTls(true, Optional.of(authorities), Optional.empty());
    }

    /** The same, with a certificate of the client's own. */
    public MqttTls withIdentity(Material certificates, Material key) {
        return new MqttTls(true, authorities, Optional.of(new Identity(certificates, key)));
    }
}
