package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures in a real docker-registry, each made by hand: which count, and why the others do not. */
final class NotationSignaturesTest {

    private static final String FOR_CODE =
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\nbasicConstraints=critical,CA:FALSE";
    private static final String VALID = "-days 30";

    private static final Path NOTATION = Path.of("src/test/fixtures/notation");

    @TempDir
    private static Path shared;

    private static RegistryServer server;
    private static Certificates plant;
    private static Certificates stranger;

    @TempDir
    private Path folder;

    private String repository = "";
    private ManifestContent artifact = ManifestContent.of("", new byte[0]);

    @BeforeAll
    static void open() throws Exception {
        server = RegistryServer.start();
        plant = new Certificates(shared, "plant");
        stranger = new Certificates(shared, "stranger");
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void push() {
        repository = "signed/" + folder.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            TestArtifacts.push(registry, repository, "1", folder, "m.wasm", TestArtifacts.module(repository));
            artifact = registry.manifest(repository, "1");
        }
    }

    private static TestSigner signer(String algorithm, String kind) throws Exception {
        Certificates.Issued issued = plant.issue("signer-" + algorithm, kind, FOR_CODE, VALID);
        return new TestSigner(algorithm, issued.key(), issued.certificate());
    }

    private static TestSigner signer() throws Exception {
        return signer("ES256", "ec -pkeyopt ec_paramgen_curve:P-256");
    }

    private void attach(TestSigner signer, String mediaType) throws Exception {
        attach(signer, mediaType, mediaType.endsWith("cose") ? signer.cose(artifact) : signer.jws(artifact));
    }

    private void attach(TestSigner signer, String mediaType, byte[] envelope) throws Exception {
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            signer.attach(registry, repository, artifact, mediaType, envelope);
        }
    }

    private NotationSignatures policy(Path... authorities) {
        return new NotationSignatures(
                () -> Stream.of(authorities).map(Material::file).toList(),
                new VerifiedArtifacts(folder.resolve("verified")),
                InstantSource.system());
    }

    private void fetch(NotationSignatures policy) {
        try (ArtifactResolver resolver = new ArtifactResolver(
                server.host(), Registries.DEFAULT, Credentials.ANONYMOUS, Optional.empty(), Optional.of(policy))) {
            assertThat(resolver.fetch(resolver.resolve(repository + ":1")).kind())
                    .isEqualTo(ArtifactKind.MODULE);
        }
    }

    private void assertRefused(NotationSignatures policy, RegistryError error, String reason) {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> fetch(policy))
                .withMessageContaining(reason)
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @CsvSource({
        "PS256, rsa:2048",
        "PS384, rsa:3072",
        "PS512, rsa:4096",
        "ES256, ec -pkeyopt ec_paramgen_curve:P-256",
        "ES384, ec -pkeyopt ec_paramgen_curve:P-384",
        "ES512, ec -pkeyopt ec_paramgen_curve:P-521"
    })
    void everyAlgorithmCountsInBothEnvelopes(String algorithm, String kind) throws Exception {
        for (String type : List.of("application/jose+json", "application/cose")) {
            push();
            attach(signer(algorithm, kind), type);
            fetch(policy(plant.authority()));
            assertThat(folder.resolve("verified")).isNotEmptyDirectory();
        }
    }

    @Test
    void whatIsNotSignedIsRefused() {
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_MISSING, "is not signed");
    }

    @Test
    void oneThatCountsIsEnough() throws Exception {
        TestSigner wrong = signer();
        wrong.tamper = true;
        attach(wrong, "application/jose+json");
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, "not of this content");
        attach(signer(), "application/cose");
        fetch(policy(plant.authority()));
    }

    private record Broken(String reason, Consumer<TestSigner> change) {
        @Override
        public String toString() {
            return reason;
        }
    }

    private static Stream<Broken> broken() {
        return Stream.of(
                new Broken("not of this content", signer -> signer.tamper = true),
                new Broken("is none of Notation's", signer -> signer.algorithm = "RS256".replace("RS", "HS")),
                new Broken(
                        "its signing scheme is 'notary.x509.signingAuthority'",
                        signer -> signer.scheme = "notary.x509.signingAuthority"),
                new Broken("which is no artifact", signer -> signer.contentType = "text/plain"),
                new Broken("does not mark its scheme", signer -> signer.critical.clear()),
                new Broken(
                        "does not mark its scheme and expiry",
                        signer -> signer.expiry = Optional.of(Instant.now().plusSeconds(3600))),
                new Broken("asks for 'io.cncf.notary.verificationPlugin' to be understood", signer -> {
                    signer.critical.add("io.cncf.notary.verificationPlugin");
                    signer.more.put("io.cncf.notary.verificationPlugin", "com.example.plugin");
                }),
                new Broken("it expired at ", signer -> {
                    signer.critical.add("io.cncf.notary.expiry");
                    signer.expiry = Optional.of(Instant.now().minusSeconds(3600));
                }),
                new Broken("envelope makes no sense", signer -> signer.critical.add("not.there")),
                new Broken(
                        "it is of another artifact", signer -> signer.target = Optional.of(Digest.of(new byte[] {1}))),
                new Broken("it is of another artifact", signer -> signer.mediaType = Optional.of(MediaTypes.INDEX)),
                new Broken(
                        "it belongs to another artifact",
                        signer -> signer.subject = Optional.of(Digest.of(new byte[] {1}))));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsWrongWithASignatureIsTold(Broken broken) throws Exception {
        for (String type : List.of("application/jose+json", "application/cose")) {
            TestSigner signer = signer();
            broken.change().accept(signer);
            if (broken.reason().startsWith("is none")) {
                // It signs as before, and says otherwise.
                attach(
                        signer,
                        "application/jose+json",
                        new String(signer().jws(artifact), StandardCharsets.UTF_8)
                                .replaceFirst("\"protected\":\"[^\"]*\"", "\"protected\":\"eyJhbGciOiJub25lIn0\"")
                                .getBytes(StandardCharsets.UTF_8));
            } else {
                attach(signer, type);
            }
            assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, broken.reason());
            push();
        }
    }

    @Test
    void anAlgorithmMustGoWithTheKey() throws Exception {
        TestSigner signer = signer("PS384", "rsa:2048");
        attach(signer, "application/jose+json");
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, "does not go with the signer's key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            extendedKeyUsage=codeSigning                                              | not for digital signatures
            keyUsage=critical,keyEncipherment                                         | not for digital signatures
            keyUsage=critical,digitalSignature!extendedKeyUsage=serverAuth            | not for signing code
            keyUsage=critical,digitalSignature!extendedKeyUsage=codeSigning,anyExtendedKeyUsage | not for signing code
            keyUsage=critical,digitalSignature!extendedKeyUsage=codeSigning,serverAuth | not for signing code
            keyUsage=critical,digitalSignature,keyEncipherment                        | for more than signatures
            keyUsage=digitalSignature                                                 | mark its use as critical
            keyUsage=critical,digitalSignature,keyCertSign!basicConstraints=CA:TRUE   | is an authority's
            """)
    void aCertificateMustBeForSigningCode(String extensions, String reason) throws Exception {
        Certificates.Issued issued =
                plant.issue("odd", "ec -pkeyopt ec_paramgen_curve:P-256", extensions.replace('!', '\n'), VALID);
        attach(new TestSigner("ES256", issued.key(), issued.certificate()), "application/jose+json");
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, reason);
    }

    @Test
    void aCertificateThatCouldBeForgedDoesNotCount() throws Exception {
        Certificates.Issued issued = plant.issue("weak", "rsa:2048", FOR_CODE, "-sha1 " + VALID);
        attach(new TestSigner("PS256", issued.key(), issued.certificate()), "application/cose");
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, "signed with SHA1withRSA");
    }

    /** Made by registry/src/test/fixtures/notation/main.go, with the library that the notation command is made of. */
    @ParameterizedTest
    @ValueSource(strings = {"es256.jws", "es256.cose", "ps256.jws", "ps256.cose"})
    void whatNotationsOwnLibrarySignsCounts(String file) throws Exception {
        String type = file.endsWith("cose") ? "application/cose" : "application/jose+json";
        artifact = ManifestContent.of(MediaTypes.MANIFEST, Files.readAllBytes(NOTATION.resolve("manifest.json")));
        OciLayout layout = new OciLayout(folder.resolve("layout"));
        signer().attach(layout, "m", artifact, type, Files.readAllBytes(NOTATION.resolve(file)));
        NotationSignatures then = new NotationSignatures(
                () -> List.of(Material.file(NOTATION.resolve("root.pem"))),
                new VerifiedArtifacts(folder.resolve("verified")),
                () -> Instant.parse("2027-01-01T00:00:00Z"));
        then.verify(layout, "m", artifact, "m:1");
        assertThat(folder.resolve("verified")).isNotEmptyDirectory();
        NotationSignatures late = new NotationSignatures(
                then.authorities(),
                new VerifiedArtifacts(folder.resolve("others")),
                () -> Instant.parse("2046-01-01T00:00:00Z"));
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> late.verify(layout, "m", artifact, "m:1"))
                .withMessageContaining("it expired at 2045-");
    }

    @Test
    void notMoreThanAHundredSignaturesAreLookedAt() throws Exception {
        try (LyingServer lying = new LyingServer();
                HttpRegistry registry = TestArtifacts.registry(lying.host())) {
            List<Descriptor> many = IntStream.range(0, 150)
                    .mapToObj(each -> new Descriptor(
                            MediaTypes.MANIFEST,
                            Digest.of(new byte[] {(byte) each}),
                            1,
                            Optional.of("application/vnd.cncf.notary.signature"),
                            Map.of()))
                    .toList();
            String referrers = "/v2/m/referrers/" + artifact.digest();
            lying.on(
                    referrers,
                    exchange ->
                            LyingServer.body(exchange, 200, Manifest.index(many).content()));
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> policy(plant.authority()).verify(registry, "m", artifact, "m:1"))
                    .withMessageContaining("and 95 more");
            assertThat(lying.requests())
                    .filteredOn(request -> request.contains("/manifests/"))
                    .hasSize(NotationSignatures.MOST_SIGNATURES);
        }
    }

    @Test
    void strangersDoNotCount() throws Exception {
        attach(signer(), "application/jose+json");
        assertRefused(
                policy(stranger.authority()), RegistryError.SIGNATURE_INVALID, "leads to none of the authorities");
        fetch(policy(stranger.authority(), plant.authority()));
    }

    @Test
    void theAuthorityMayComeAlong() throws Exception {
        Certificates.Issued issued = plant.issue("along", "rsa:2048", FOR_CODE, VALID);
        attach(new TestSigner("PS256", issued.key(), issued.certificate(), plant.authority()), "application/cose");
        fetch(policy(plant.authority()));
    }

    @Test
    void aCertificateThatIsTrustedItselfIsEnough() throws Exception {
        Path key = folder.resolve("self.key");
        Path certificate = folder.resolve("self.pem");
        Tools.run(
                folder,
                Map.of(),
                ("openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /C=DE/ST=BE/O=leat/CN=self -keyout " + key
                                + " -out " + certificate
                                + " -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=codeSigning"
                                + " -addext basicConstraints=critical,CA:FALSE")
                        .split(" "));
        attach(new TestSigner("PS256", key, certificate), "application/cose");
        fetch(policy(certificate));
    }

    @Test
    void anExpiredCertificateDoesNotCountForWhatIsNew() throws Exception {
        Certificates.Issued issued = plant.issue("brief", "rsa:2048", FOR_CODE, "-days 2");
        attach(new TestSigner("PS256", issued.key(), issued.certificate()), "application/jose+json");
        NotationSignatures now = policy(plant.authority());
        NotationSignatures later = new NotationSignatures(
                now.authorities(), now.verified(), () -> Instant.now().plus(Duration.ofDays(5)));
        assertRefused(later, RegistryError.SIGNATURE_INVALID, "has expired");
        fetch(now);
        // What was verified once goes on.
        fetch(later);
    }

    @Test
    void whatWasVerifiedNeedsNoSignatureAnyMoreUnlessItsAuthorityGoes() throws Exception {
        attach(signer(), "application/jose+json");
        fetch(policy(plant.authority()));
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            registry.writeManifest(
                    repository,
                    artifact.digest().algorithm() + "-" + artifact.digest().hex(),
                    Manifest.index(List.of()));
        }
        fetch(policy(plant.authority()));
        fetch(policy(stranger.authority(), plant.authority()));
        assertRefused(policy(stranger.authority()), RegistryError.SIGNATURE_MISSING, "is not signed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AA\"}",
                "{\"payload\":\"e30\",\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AA\"}",
                "{\"payload\":\"?\",\"protected\":\"?\",\"signature\":\"?\"}",
                "\u00d2\u0084@"
            })
    void garbageIsNoSignature(String envelope) throws Exception {
        for (String type : List.of("application/jose+json", "application/cose", "text/plain")) {
            attach(signer(), type, envelope.getBytes(StandardCharsets.ISO_8859_1));
        }
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, "not JWS or COSE");
    }

    @Test
    void everyByteOfAnEnvelopeMayBeWrong() throws Exception {
        ManifestContent any = artifact;
        for (String type : List.of("application/jose+json", "application/cose")) {
            byte[] envelope = type.endsWith("cose") ? signer().cose(any) : signer().jws(any);
            for (int at = 0; at < envelope.length; at += 3) {
                byte[] changed = envelope.clone();
                changed[at] ^= 0x55;
                try {
                    SignatureEnvelope read = SignatureEnvelope.read(type, changed);
                    read.check(Instant.now());
                    // What is not signed (such as who made it, or base64's last bits) may change.
                    assertThat(read.payload())
                            .isEqualTo(SignatureEnvelope.read(type, envelope).payload());
                } catch (InvalidSignatureException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void aHugeEnvelopeIsNotRead() throws Exception {
        attach(signer(), "application/jose+json", new byte[NotationSignatures.MOST_BYTES + 1]);
        assertRefused(policy(plant.authority()), RegistryError.SIGNATURE_INVALID, "of at most 1048576 bytes");
    }

    @Test
    void authoritiesMustBeThere() throws Exception {
        attach(signer(), "application/jose+json");
        NotationSignatures none = new NotationSignatures(
                () -> List.of(Material.of(Bytes.utf8("no certificate"))),
                new VerifiedArtifacts(folder.resolve("verified")),
                InstantSource.system());
        assertRefused(none, RegistryError.SIGNERS_INVALID, "cannot be used");
    }
}
