package dev.leat.endpoint;

import java.util.Optional;

/**
 * How a connection is encrypted. The certificate of the other side must be for the host that is connected to, always.
 *
 * @param authorities certificates in PEM of those who are trusted; without them, those whom the JDK trusts
 * @param identity what this client shows to a server that asks for a certificate
 */
public record TlsOptions(Optional<Material> authorities, Optional<Identity> identity) {

    /** With the authorities that the JDK trusts. */
    public static final TlsOptions DEFAULT = new TlsOptions(Optional.empty(), Optional.empty());

    /**
     * An X.509 certificate and its private key.
     *
     * @param certificates in PEM: the client's own first, then those between it and the authority
     * @param key in PEM: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY}),
     *     not encrypted
     */
    public record Identity(Material certificates, Material key) {}

    /** Trusting these authorities and no others. */
    public static TlsOptions trusting(Material authorities) {
        return new TlsOptions(Optional.of(authorities), Optional.empty());
    }

    /** The same, with a certificate of the client's own. */
    public TlsOptions withIdentity(Material certificates, Material key) {
        return new TlsOptions(authorities, Optional.of(new Identity(certificates, key)));
    }
}
