package dev.leat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes artifacts with a signature of the Notary Project (as {@code notation sign} makes them) whose certificate leads to one
 * of some authorities, and no others. Safe for use by several threads.
 *
 * @param authorities certificates in PEM of those who are trusted; asked for and read anew for each artifact
 * @param verified what was verified before
 * @param clock by which certificates and signatures expire
 */
public record NotationSignatures(
        Supplier<List<Material>> authorities, VerifiedArtifacts verified, InstantSource clock) {

    /** The most signatures of an artifact that are looked at. */
    public static final int MOST_SIGNATURES = 100;

    /** The most bytes of a signature. */
    public static final int MOST_BYTES = 1 << 20;

    private static final String SIGNATURE = "application/vnd.cncf.notary.signature";
    private static final int MOST_REASONS = 5;

    /**
     * Returns where a signature of the artifact counts.
     *
     * @param repository where the artifact lies, and its signatures beside it
     * @param place what people call it, with its digest
     * @throws RegistryException {@link RegistryError#SIGNATURE_MISSING}, {@link RegistryError#SIGNATURE_INVALID}, {@link
     *     RegistryError#SIGNERS_INVALID}, or what keeps signatures from being read
     */
    void verify(Registry registry, String repository, ManifestContent artifact, String place) {
        Set<X509Certificate> trusted = trusted();
        if (verified.has(artifact.digest(), trusted)) {
            return;
        }
        List<Descriptor> signatures = registry.referrers(repository, artifact.digest()).stream()
                .filter(NotationSignatures::mayBeSignature)
                .limit(MOST_SIGNATURES)
                .toList();
        Instant now = clock.instant();
        List<String> reasons = new ArrayList<>();
        for (Descriptor signature : signatures) {
            try {
                Optional<SignatureEnvelope> envelope = envelope(registry, repository, signature, artifact);
                if (envelope.isPresent()) {
                    verified.keep(artifact.digest(), vouching(envelope.get(), artifact, trusted, now));
                    return;
                }
            } catch (InvalidSignatureException invalid) {
                reasons.add(signature.digest() + ": " + invalid.getMessage());
            }
        }
        if (reasons.isEmpty()) {
            throw new RegistryException(
                    RegistryError.SIGNATURE_MISSING, place + " is not signed, and nothing else is taken from there");
        }
        int more = reasons.size() - MOST_REASONS;
        throw new RegistryException(
                RegistryError.SIGNATURE_INVALID,
                place + " has no signature that counts:\n  "
                        + String.join("\n  ", reasons.subList(0, Math.min(reasons.size(), MOST_REASONS)))
                        + (more > 0 ? "\n  and " + more + " more" : ""));
    }

    private Set<X509Certificate> trusted() {
        Set<X509Certificate> all = new HashSet<>();
        for (Material authority : authorities.get()) {
            try {
                for (Certificate certificate : Pem.certificates(authority.read())) {
                    all.add((X509Certificate) certificate);
                }
            } catch (IOException | GeneralSecurityException unusable) {
                throw new RegistryException(
                        RegistryError.SIGNERS_INVALID,
                        "the authorities that may sign (" + authority + ") cannot be used: "
                                + RegistryException.printable(String.valueOf(unusable.getMessage())),
                        unusable);
            }
        }
        if (all.isEmpty()) {
            throw new RegistryException(
                    RegistryError.SIGNERS_INVALID, "the authorities that may sign hold no certificate");
        }
        return all;
    }

    /** Registries that do not say of what type a manifest is leave it to be looked into. */
    private static boolean mayBeSignature(Descriptor referrer) {
        return referrer.artifactType().isEmpty()
                || referrer.artifactType().get().equals(SIGNATURE);
    }

    /** Empty where it is no signature. */
    private static Optional<SignatureEnvelope> envelope(
            Registry registry, String repository, Descriptor signature, ManifestContent artifact)
            throws InvalidSignatureException {
        try {
            String place = registry.nameOf(repository) + "@" + signature.digest();
            Manifest manifest = Manifest.read(
                    registry.manifest(repository, signature.digest().toString()), place);
            String type = manifest.artifactType()
                    .or(() -> manifest.config().map(Descriptor::mediaType))
                    .orElse("");
            if (!type.equals(SIGNATURE)) {
                return Optional.empty();
            }
            if (manifest.subject()
                    .map(Descriptor::digest)
                    .filter(artifact.digest()::equals)
                    .isEmpty()) {
                throw new InvalidSignatureException("it belongs to another artifact");
            }
            if (manifest.layers().size() != 1 || manifest.layers().getFirst().size() > MOST_BYTES) {
                throw new InvalidSignatureException("it has not one envelope of at most " + MOST_BYTES + " bytes");
            }
            Descriptor layer = manifest.layers().getFirst();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            registry.readBlob(repository, layer, content);
            return Optional.of(SignatureEnvelope.read(layer.mediaType(), content.toByteArray()));
        } catch (RegistryException unreadable) {
            // A signature that lies here broken must not stand in the way of another; a registry that is away does.
            switch (unreadable.error()) {
                case NOT_FOUND, MANIFEST_INVALID, DIGEST_MISMATCH, TOO_LARGE ->
                    throw new InvalidSignatureException("it cannot be read: " + unreadable.reason(), unreadable);
                default -> throw unreadable;
            }
        }
    }

    /** Who vouches for the artifact. */
    private static X509Certificate vouching(
            SignatureEnvelope envelope, ManifestContent artifact, Set<X509Certificate> trusted, Instant now)
            throws InvalidSignatureException {
        envelope.check(now);
        X509Certificate authority = SignerChain.authority(envelope.certificates(), trusted, now);
        JsonNode target;
        try {
            target = Manifest.JSON.readTree(envelope.payload()).path("targetArtifact");
        } catch (IOException noJson) {
            throw new InvalidSignatureException("what it signs makes no sense", noJson);
        }
        if (!artifact.digest().toString().equals(target.path("digest").textValue())
                || target.path("size").asLong(-1) != artifact.content().length
                || !Manifest.mediaTypeOf(artifact.content())
                        .equals(target.path("mediaType").textValue())) {
            throw new InvalidSignatureException("it is of another artifact");
        }
        return authority;
    }
}
