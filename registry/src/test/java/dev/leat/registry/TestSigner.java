package dev.leat.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs artifacts by hand, after the Notary Project's specification, with everything for a test to change. The bytes that are
 * signed are put together here, not by what reads them.
 */
public final class TestSigner {

    private static final String PAYLOAD = "application/vnd.cncf.notary.payload.v1+json";

    private final PrivateKey key;
    private final List<Certificate> chain;

    String algorithm;
    String scheme = "notary.x509";
    String contentType = PAYLOAD;
    Instant signingTime = Instant.now().minusSeconds(60);
    Optional<Instant> expiry = Optional.empty();
    List<String> critical = new ArrayList<>(List.of("io.cncf.notary.signingScheme"));
    Map<String, String> more = new LinkedHashMap<>();
    boolean tamper;
    Optional<Digest> target = Optional.empty();
    Optional<String> mediaType = Optional.empty();
    Optional<Digest> subject = Optional.empty();

    /** @param algorithm such as PS256 */
    public TestSigner(String algorithm, Path key, Path... certificates) throws Exception {
        this.algorithm = algorithm;
        this.chain = new ArrayList<>();
        for (Path each : certificates) {
            chain.addAll(Pem.certificates(Bytes.of(Files.readAllBytes(each))));
        }
        this.key = Pem.key(Bytes.of(Files.readAllBytes(key)), chain.getFirst().getPublicKey());
    }

    private byte[] signature(byte[] content) throws GeneralSecurityException {
        int bits = Integer.parseInt(algorithm.substring(2));
        Signature function;
        if (key.getAlgorithm().startsWith("RSA")) {
            function = Signature.getInstance("RSASSA-PSS");
            function.setParameter(
                    new PSSParameterSpec("SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), bits / 8, 1));
        } else {
            function = Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
        }
        function.initSign(key);
        function.update(content);
        byte[] signature = function.sign();
        if (tamper) {
            signature[7] ^= 1;
        }
        return signature;
    }

    private byte[] payload(ManifestContent artifact) {
        ObjectNode payload = Manifest.JSON.createObjectNode();
        payload.putObject("targetArtifact")
                .put("mediaType", mediaType.orElse(artifact.mediaType()))
                .put("digest", target.orElse(artifact.digest()).toString())
                .put("size", artifact.content().length);
        return Manifest.bytes(payload);
    }

    byte[] jws(ManifestContent artifact) throws Exception {
        ObjectNode header = Manifest.JSON.createObjectNode();
        header.put("alg", algorithm);
        header.put("cty", contentType);
        ArrayNode crit = header.putArray("crit");
        critical.forEach(crit::add);
        header.put("io.cncf.notary.signingScheme", scheme);
        header.put("io.cncf.notary.signingTime", signingTime.toString());
        expiry.ifPresent(end -> header.put("io.cncf.notary.expiry", end.toString()));
        more.forEach(header::put);
        String protectedText = encoded(Manifest.bytes(header));
        String payloadText = encoded(payload(artifact));
        ObjectNode envelope = Manifest.JSON.createObjectNode();
        envelope.put("payload", payloadText);
        envelope.put("protected", protectedText);
        ArrayNode certificates = envelope.putObject("header").putArray("x5c");
        for (Certificate each : chain) {
            certificates.add(Base64.getEncoder().encodeToString(each.getEncoded()));
        }
        envelope.put(
                "signature",
                encoded(signature((protectedText + "." + payloadText).getBytes(StandardCharsets.US_ASCII))));
        return Manifest.bytes(envelope);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    byte[] cose(ManifestContent artifact) throws Exception {
        byte[] header = cbor(out -> {
            out.writeStartObject(5 + (expiry.isPresent() ? 1 : 0) + more.size());
            out.writeFieldId(1);
            out.writeNumber(Map.of("PS256", -37, "PS384", -38, "PS512", -39, "ES256", -7, "ES384", -35, "ES512", -36)
                    .getOrDefault(algorithm, 0));
            out.writeFieldId(2);
            out.writeStartArray(null, critical.size());
            for (String each : critical) {
                out.writeString(each);
            }
            out.writeEndArray();
            out.writeFieldId(3);
            out.writeString(contentType);
            out.writeFieldName("io.cncf.notary.signingScheme");
            out.writeString(scheme);
            out.writeFieldName("io.cncf.notary.signingTime");
            out.writeTag(1);
            out.writeNumber(signingTime.getEpochSecond());
            if (expiry.isPresent()) {
                out.writeFieldName("io.cncf.notary.expiry");
                out.writeTag(1);
                out.writeNumber(expiry.get().getEpochSecond());
            }
            for (var each : more.entrySet()) {
                out.writeFieldName(each.getKey());
                out.writeString(each.getValue());
            }
            out.writeEndObject();
        });
        byte[] payload = payload(artifact);
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write(0x84);
        signed.write(0x6a);
        signed.write("Signature1".getBytes(StandardCharsets.US_ASCII));
        signed.write(cbor(out -> out.writeBinary(header)));
        signed.write(0x40);
        signed.write(cbor(out -> out.writeBinary(payload)));
        byte[] signature = signature(signed.toByteArray());
        return cbor(out -> {
            out.writeTag(18);
            out.writeStartArray(null, 4);
            out.writeBinary(header);
            out.writeStartObject(2);
            out.writeFieldId(33);
            out.writeStartArray(null, chain.size());
            for (Certificate each : chain) {
                out.writeBinary(encodedOf(each));
            }
            out.writeEndArray();
            out.writeFieldName("io.cncf.notary.signingAgent");
            out.writeString("leat-test/1");
            out.writeEndObject();
            out.writeBinary(payload);
            out.writeBinary(signature);
            out.writeEndArray();
        });
    }

    private static byte[] encodedOf(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private interface Writing {
        void to(CBORGenerator out) throws IOException;
    }

    private static byte[] cbor(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
            writing.to(out);
        }
        return bytes.toByteArray();
    }

    /** Signs what is there, with a JWS, and puts the signature beside it. */
    public void sign(String host, String repository, String tag) throws Exception {
        try (HttpRegistry registry = TestArtifacts.registry(host)) {
            ManifestContent artifact = registry.manifest(repository, tag);
            attach(registry, repository, artifact, "application/jose+json", jws(artifact));
        }
    }

    /** Puts an envelope beside the artifact that it is said to belong to, as a registry without the referrers API has it. */
    void attach(Registry registry, String repository, ManifestContent artifact, String mediaType, byte[] envelope)
            throws IOException {
        Path file = Files.createTempFile("leat-signature", "");
        try {
            Descriptor config = Descriptor.of("application/vnd.cncf.notary.signature", new byte[] {'{', '}'});
            registry.writeBlob(repository, config, Files.write(file, new byte[] {'{', '}'}));
            Descriptor layer = Descriptor.of(mediaType, envelope);
            registry.writeBlob(repository, layer, Files.write(file, envelope));
            ObjectNode root = (ObjectNode) Manifest.JSON.readTree(
                    Manifest.write(null, config, List.of(layer)).content());
            root.set(
                    "subject",
                    Manifest.json(new Descriptor(
                            artifact.mediaType(),
                            subject.orElse(artifact.digest()),
                            artifact.content().length,
                            Optional.empty(),
                            Map.of())));
            ManifestContent manifest = ManifestContent.of(MediaTypes.MANIFEST, Manifest.bytes(root));
            registry.writeManifest(repository, manifest.digest().toString(), manifest);
            List<Descriptor> all = new ArrayList<>(registry.referrers(repository, artifact.digest()));
            all.add(new Descriptor(
                    MediaTypes.MANIFEST,
                    manifest.digest(),
                    manifest.content().length,
                    Optional.of("application/vnd.cncf.notary.signature"),
                    Map.of()));
            registry.writeManifest(
                    repository,
                    artifact.digest().algorithm() + "-" + artifact.digest().hex(),
                    Manifest.index(all));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
