package dev.leat.registry;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a JSON Web Signature in the flattened form (RFC 7515, 7.2.2), as Notation writes it. */
final class JwsEnvelope {

    static final String MEDIA_TYPE = "application/jose+json";

    /** What is there twice would be read in one way here and in another way there. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JwsEnvelope() {}

    static SignatureEnvelope read(byte[] envelope) throws InvalidSignatureException {
        try {
            JsonNode root = JSON.readTree(envelope);
            String protectedText = text(root, "protected");
            String payloadText = text(root, "payload");
            JsonNode header = JSON.readTree(decoded(protectedText));
            return new SignatureEnvelope(
                    SignatureAlgorithm.ofJws(text(header, "alg"))
                            .orElseThrow(() -> new InvalidSignatureException("its algorithm is none of Notation's")),
                    certificates(root.path("header").path("x5c")),
                    (protectedText + "." + payloadText).getBytes(StandardCharsets.US_ASCII),
                    decoded(text(root, "signature")),
                    decoded(payloadText),
                    new SignatureEnvelope.Attributes(
                            text(header, "cty"),
                            text(header, SignatureEnvelope.SCHEME),
                            critical(header),
                            time(header, SignatureEnvelope.SIGNING_TIME).isPresent(),
                            time(header, SignatureEnvelope.EXPIRY)));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new InvalidSignatureException("its JWS envelope makes no sense", malformed);
        }
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String text(JsonNode node, String name) throws IOException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IOException("'" + name + "' is no text");
        }
        return value.textValue();
    }

    private static Set<String> critical(JsonNode header) throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode name : header.path("crit")) {
            if (!name.isTextual() || !header.has(name.textValue())) {
                throw new IOException("'crit' names what is not there");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static Optional<Instant> time(JsonNode header, String name) throws IOException {
        if (!header.has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text(header, name)).toInstant());
        } catch (DateTimeParseException noTime) {
            throw new IOException("'" + name + "' is no time", noTime);
        }
    }

    private static List<X509Certificate> certificates(JsonNode chain) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (JsonNode each : chain) {
            all.add(each.isTextual() ? Base64.getDecoder().decode(each.textValue()) : new byte[0]);
        }
        return certificates(all);
    }

    /** @param all in DER */
    static List<X509Certificate> certificates(List<byte[]> all) throws IOException {
        if (all.isEmpty() || all.size() > SignatureEnvelope.MOST_CERTIFICATES) {
            throw new IOException(all.size() + " certificates");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (byte[] each : all) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each)));
            }
            return List.copyOf(certificates);
        } catch (CertificateException malformed) {
            throw new IOException("a certificate makes no sense", malformed);
        }
    }
}
