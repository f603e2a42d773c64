package dev.leat.registry;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signature as Notation stores it, read but not believed.
 *
 * @param certificates the signer's first, then those between it and the authority
 * @param signed what the signature is of
 * @param payload a part of that
 */
record SignatureEnvelope(
        SignatureAlgorithm algorithm,
        List<X509Certificate> certificates,
        byte[] signed,
        byte[] signature,
        byte[] payload,
        Attributes attributes) {

    static final String SCHEME = "io.cncf.notary.signingScheme";
    static final String SIGNING_TIME = "io.cncf.notary.signingTime";
    static final String EXPIRY = "io.cncf.notary.expiry";

    static final int MOST_CERTIFICATES = 16;

    private static final String X509 = "notary.x509";
    private static final String PAYLOAD = "application/vnd.cncf.notary.payload.v1+json";
    private static final Set<String> UNDERSTOOD = Set.of(SCHEME, EXPIRY);

    /**
     * What is signed beside the payload.
     *
     * @param critical what a reader must understand or refuse
     * @param expiry when the signature ends
     */
    record Attributes(
            String contentType, String scheme, Set<String> critical, boolean signingTime, Optional<Instant> expiry) {}

    /** Reads an envelope of this media type. */
    static SignatureEnvelope read(String mediaType, byte[] envelope) throws InvalidSignatureException {
        return switch (mediaType) {
            case JwsEnvelope.MEDIA_TYPE -> JwsEnvelope.read(envelope);
            case CoseEnvelope.MEDIA_TYPE -> CoseEnvelope.read(envelope);
            default ->
                throw new InvalidSignatureException("its envelope is of the type '"
                        + RegistryException.printable(mediaType) + "', not JWS or COSE");
        };
    }

    /** Holds everything but the certificates' origin against the specification. */
    void check(Instant now) throws InvalidSignatureException {
        if (!attributes.scheme().equals(X509)) {
            throw new InvalidSignatureException("its signing scheme is '"
                    + RegistryException.printable(attributes.scheme()) + "'; Leat knows " + X509);
        }
        if (!attributes.contentType().equals(PAYLOAD)) {
            throw new InvalidSignatureException(
                    "it signs '" + RegistryException.printable(attributes.contentType()) + "', which is no artifact");
        }
        for (String name : attributes.critical()) {
            if (!UNDERSTOOD.contains(name)) {
                throw new InvalidSignatureException("it asks for '" + RegistryException.printable(name)
                        + "' to be understood, which Leat does not");
            }
        }
        if (!attributes.critical().contains(SCHEME)
                || attributes.expiry().isPresent() && !attributes.critical().contains(EXPIRY)) {
            throw new InvalidSignatureException("it does not mark its scheme and expiry as critical");
        }
        if (!attributes.signingTime()) {
            throw new InvalidSignatureException("it does not say when it was made");
        }
        if (attributes.expiry().filter(end -> !now.isBefore(end)).isPresent()) {
            throw new InvalidSignatureException(
                    "it expired at " + attributes.expiry().get());
        }
        var key = certificates.getFirst().getPublicKey();
        if (!algorithm.fits(key)) {
            throw new InvalidSignatureException("its algorithm " + algorithm + " does not go with the signer's key");
        }
        if (!algorithm.verify(key, signed, signature)) {
            throw new InvalidSignatureException("the signature is not of this content");
        }
    }
}
