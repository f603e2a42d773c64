package dev.leat.registry;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds out who vouches for a signer, now. Nobody is asked whether a certificate was revoked. */
final class SignerChain {

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String KEY_USAGE = "2.5.29.15";

    /** Any purpose, servers, clients, mail, time stamps, OCSP: whoever may do that shall not sign code with it. */
    private static final Set<String> OTHER_PURPOSES = Set.of(
            "2.5.29.37.0",
            "1.3.6.1.5.5.7.3.1",
            "1.3.6.1.5.5.7.3.2",
            "1.3.6.1.5.5.7.3.4",
            "1.3.6.1.5.5.7.3.8",
            "1.3.6.1.5.5.7.3.9");

    private static final int DIGITAL_SIGNATURE = 0;

    /** All other bits of the key usage (RFC 5280, 4.2.1.3) but the one of content commitment. */
    private static final int[] NOT_FOR_SIGNERS = {2, 3, 4, 5, 6, 7, 8};

    private SignerChain() {}

    /**
     * The authority that the signer's certificate leads to.
     *
     * @param certificates the signer's first
     * @param authorities who is trusted: roots, others that sign certificates, or a signer's own certificate
     */
    static X509Certificate authority(List<X509Certificate> certificates, Set<X509Certificate> authorities, Instant now)
            throws InvalidSignatureException {
        X509Certificate signer = certificates.getFirst();
        checkUse(signer);
        List<X509Certificate> path = certificates.stream()
                .takeWhile(certificate -> !authorities.contains(certificate))
                .toList();
        checkHashes(path);
        X509Certificate authority = path.isEmpty() ? signer : leadsTo(path, authorities, now);
        try {
            // The path's end is no part of what is validated.
            authority.checkValidity(Date.from(now));
        } catch (GeneralSecurityException expired) {
            throw new InvalidSignatureException(
                    "the certificate of " + name(authority) + " has expired, or is not valid yet", expired);
        }
        return authority;
    }

    private static X509Certificate leadsTo(List<X509Certificate> path, Set<X509Certificate> authorities, Instant now)
            throws InvalidSignatureException {
        try {
            PKIXParameters parameters = new PKIXParameters(authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            var validated = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return validated.getTrustAnchor().getTrustedCert();
        } catch (CertPathValidatorException untrusted) {
            throw new InvalidSignatureException(
                    "the certificate of " + name(path.getFirst()) + " does not count: " + reason(untrusted), untrusted);
        } catch (GeneralSecurityException unusable) {
            throw new InvalidSignatureException("its certificates make no sense", unusable);
        }
    }

    private static String reason(CertPathValidatorException untrusted) {
        return switch (untrusted.getReason()) {
            case CertPathValidatorException.BasicReason.EXPIRED ->
                "it, or one on the way to the authority, has expired";
            case CertPathValidatorException.BasicReason.NOT_YET_VALID ->
                "it, or one on the way to the authority, is not valid yet";
            case java.security.cert.PKIXReason.NO_TRUST_ANCHOR -> "it leads to none of the authorities";
            default -> RegistryException.printable(String.valueOf(untrusted.getMessage()));
        };
    }

    private static String name(X509Certificate certificate) {
        return RegistryException.printable(certificate.getSubjectX500Principal().getName());
    }

    /** Whether the certificate is one for signing code (Notary Project signature specification, certificate requirements). */
    private static void checkUse(X509Certificate signer) throws InvalidSignatureException {
        boolean[] use = signer.getKeyUsage();
        if (use == null || !use[DIGITAL_SIGNATURE]) {
            throw new InvalidSignatureException(
                    "the certificate of " + name(signer) + " is not for digital signatures");
        }
        if (signer.getBasicConstraints() >= 0) {
            throw new InvalidSignatureException("the certificate of " + name(signer) + " is an authority's");
        }
        if (!signer.getCriticalExtensionOIDs().contains(KEY_USAGE)
                || IntStream.of(NOT_FOR_SIGNERS).anyMatch(each -> each < use.length && use[each])) {
            throw new InvalidSignatureException("the certificate of " + name(signer)
                    + " is for more than signatures, or does not mark its use as critical");
        }
        try {
            List<String> purposes = signer.getExtendedKeyUsage();
            if (purposes != null
                    && (!purposes.contains(CODE_SIGNING) || purposes.stream().anyMatch(OTHER_PURPOSES::contains))) {
                throw new InvalidSignatureException("the certificate of " + name(signer) + " is not for signing code");
            }
        } catch (GeneralSecurityException unreadable) {
            throw new InvalidSignatureException("its certificates make no sense", unreadable);
        }
    }

    /** The JDK takes SHA-1 from authorities of one's own; the specification does not, since others can forge it. */
    private static void checkHashes(List<X509Certificate> path) throws InvalidSignatureException {
        for (X509Certificate each : path) {
            String algorithm = each.getSigAlgName().toUpperCase(Locale.ROOT);
            if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
                throw new InvalidSignatureException("the certificate of " + name(each) + " is signed with "
                        + RegistryException.printable(each.getSigAlgName()) + ", which can be forged");
            }
        }
    }
}
