package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.endpoint.Material;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everybody, names and passwords, tokens: against docker-registries that want them. */
@Timeout(60)
final class AuthenticationTest {

    /** me:päss, by bcrypt. */
    private static final String PASSWORDS = "me:$2y$04$abcdefghijklmnopqrstuuF7KK/SfP9IRGj0pPJMr8GdtCS8xpmpC\n";

    @TempDir
    private Path folder;

    private static Credentials me() {
        return Credentials.password(Material.of("me"), Material.of("päss"));
    }

    private static Credentials wrong() {
        return Credentials.password(Material.of("me"), Material.of("s3cret"));
    }

    private static String dockerConfig(String host) {
        String auth = Base64.getEncoder().encodeToString("me:päss".getBytes(StandardCharsets.UTF_8));
        return "{\"auths\":{\"https://" + host + "/v2/\":{\"auth\":\"" + auth + "\"}}}";
    }

    private static HttpRegistry open(RegistryServer server, Credentials credentials) {
        return Registries.DEFAULT.open(server.host(), credentials);
    }

    private void refused(RegistryServer server, Credentials credentials) {
        try (HttpRegistry registry = open(server, credentials)) {
            RegistryException failure = catchThrowableOfType(RegistryException.class, registry::ping);
            assertThat(failure).hasMessageStartingWith("LEAT-OCI-005: ").hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void nameAndPassword() throws Exception {
        Path passwords = Files.writeString(folder.resolve("htpasswd"), PASSWORDS);
        try (RegistryServer server =
                        RegistryServer.start("", "auth:", "  htpasswd: {realm: test, path: " + passwords + "}");
                HttpRegistry registry = open(server, me());
                ArtifactResolver resolver = new ArtifactResolver(
                        server.host(),
                        Registries.DEFAULT,
                        Credentials.document(Material.of(dockerConfig(server.host()))),
                        Optional.empty(),
                        Optional.empty())) {
            registry.ping();
            TestArtifacts.push(registry, "m", "1", folder, "m.wasm", TestArtifacts.module("password"));
            assertThat(resolver.fetch(resolver.resolve("m:1")).content()).isEqualTo(TestArtifacts.module("password"));
            refused(server, Credentials.ANONYMOUS);
            refused(server, wrong());
        }
    }

    @Test
    void tokensForNameAndPasswordAndForNobody() throws Exception {
        Certificates authority = new Certificates(folder, "tokens");
        Certificates.Issued issued = authority.issue("issuer", "rsa:2048", "keyUsage=digitalSignature", "-days 30");
        try (TokenServer tokens = new TokenServer(issued);
                RegistryServer server = RegistryServer.start("", tokens.configuration(authority.authority()));
                HttpRegistry registry = open(server, me());
                ArtifactResolver anybody = TestArtifacts.resolver(server.host());
                HttpRegistry nobody = open(server, Credentials.ANONYMOUS)) {
            registry.ping();
            TestArtifacts.push(registry, "m", "1", folder, "m.wasm", TestArtifacts.module("token"));
            assertThat(anybody.fetch(anybody.resolve("m:1")).content()).isEqualTo(TestArtifacts.module("token"));
            int asked = tokens.http().requests().size();
            anybody.fetch(anybody.resolve("m:1"));
            assertThat(tokens.http().requests()).hasSize(asked);
            assertThat(catchThrowableOfType(
                            RegistryException.class,
                            () -> TestArtifacts.push(nobody, "m", "2", folder, "m.wasm", TestArtifacts.module("x"))))
                    .hasMessageStartingWith("LEAT-OCI-005: ");
            refused(server, wrong());
        }
    }

    @Test
    void aRefreshTokenOfDockerLogin() throws Exception {
        Certificates authority = new Certificates(folder, "tokens");
        Certificates.Issued issued = authority.issue("issuer", "rsa:2048", "keyUsage=digitalSignature", "-days 30");
        try (TokenServer tokens = new TokenServer(issued);
                RegistryServer server = RegistryServer.start("", tokens.configuration(authority.authority()));
                HttpRegistry registry = open(
                        server,
                        Credentials.document(Material.of("{\"auths\":{\"" + server.host()
                                + "\":{\"auth\":\"MDAwMDAwMDA6\",\"identitytoken\":\"fresh\"}}}")))) {
            TestArtifacts.push(registry, "m", "1", folder, "m.wasm", TestArtifacts.module("refresh"));
            assertThat(tokens.forms())
                    .isNotEmpty()
                    .allSatisfy(form -> assertThat(form)
                            .containsEntry("grant_type", "refresh_token")
                            .containsEntry("service", TokenServer.SERVICE)
                            .containsEntry("scope", "repository:m:pull,push"));
        }
    }

    @Test
    void aManagedIdentityIsExchangedAsAnAzureContainerRegistryWantsIt() throws Exception {
        try (LyingServer registry = new LyingServer();
                LyingServer identity = new LyingServer()) {
            identity.on(
                    "/msi/token",
                    exchange -> LyingServer.status(
                            exchange,
                            "yes".equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER")) ? 200 : 401,
                            "{\"access_token\":\"entra\",\"expires_in\":\"3600\"}"));
            registry.serve("m", "1", "m.wasm", TestArtifacts.module("acr"));
            wantsTokens(registry);
            ManagedIdentity managed = ManagedIdentity.from(
                    name -> Map.of(
                                    "IDENTITY_ENDPOINT",
                                    "http://" + identity.host() + "/msi/token",
                                    "IDENTITY_HEADER",
                                    "yes")
                            .get(name),
                    Optional.of("client"));
            Credentials credentials =
                    Credentials.exchanged(managed, "https://management.azure.com/", Optional.of("tenant"));
            try (ArtifactResolver resolver = new ArtifactResolver(
                    registry.host(), Registries.DEFAULT, credentials, Optional.empty(), Optional.empty())) {
                assertThat(resolver.resolve("m:1").digest()).isNotNull();
            }
            assertThat(identity.requests())
                    .containsExactly(
                            "GET /msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com%2F"
                                    + "&client_id=client []");
            assertThat(managed.toString() + credentials.of("x"))
                    .doesNotContain("yes")
                    .doesNotContain("entra,");
        }
    }

    private static void wantsTokens(LyingServer registry) {
        String manifest = "/v2/m/manifests/1";
        registry.on("HEAD " + manifest, exchange -> {
            if ("Bearer access".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders()
                        .set("Docker-Content-Digest", Digest.of(new byte[0]).toString());
                LyingServer.status(exchange, 200, "");
            } else {
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + registry.host()
                                        + "/oauth2/token\",service=\"acr.example\",scope=\"repository:m:pull\"");
                LyingServer.status(exchange, 401, "");
            }
        });
        registry.on("POST /oauth2/exchange", exchange -> {
            Map<String, String> form =
                    TokenServer.form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean good = form.equals(Map.of(
                    "grant_type", "access_token",
                    "service", "acr.example",
                    "tenant", "tenant",
                    "access_token", "entra"));
            LyingServer.status(exchange, good ? 200 : 400, "{\"refresh_token\":\"acr\"}");
        });
        registry.on("POST /oauth2/token", exchange -> {
            Map<String, String> form =
                    TokenServer.form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean good = "acr".equals(form.get("refresh_token")) && "refresh_token".equals(form.get("grant_type"));
            LyingServer.status(exchange, good ? 200 : 401, "{\"access_token\":\"access\"}");
        });
    }

    @Test
    void credentialsShowNoSecrets() {
        assertThat(new Credential.Password("me", "s3cret").toString()).doesNotContain("s3cret");
        assertThat(new Credential.RefreshToken("s3cret").toString()).doesNotContain("s3cret");
        assertThat(new Credential.AccessToken("s3cret").toString()).doesNotContain("s3cret");
        assertThat(new Credential.EntraToken("s3cret", Optional.empty()).toString())
                .doesNotContain("s3cret");
        assertThat(new ManagedIdentity(URI.create("http://localhost"), Optional.of("s3cret"), Optional.empty())
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void pullSecretsThatMakeNoSense() {
        for (String text : new String[] {
            "s3cret",
            "[\"s3cret\"]",
            "{\"auths\":{\"host\":{\"auth\":\"%%s3cret\"}}}",
            "{\"auths\":{\"host\":{\"auth\":\"czNjcmV0\"}}}"
        }) {
            assertThat(catchThrowableOfType(
                            RegistryException.class,
                            () -> Credentials.document(Material.of(text)).of("host")))
                    .as(text)
                    .hasMessageStartingWith("LEAT-OCI-017: ")
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(Credentials.document(Material.of("{\"auths\":{}}")).of("host"))
                .isEmpty();
    }

    @Test
    void aPullSecretRunsNoHelper() {
        assertThat(Credentials.document(Material.of("{\"credsStore\":\"leat-no-such-helper\"}"))
                        .of("host"))
                .isEmpty();
    }

    @Test
    void loggingInKeepsAFileForThisUserAloneAndWhatElseIsInIt() throws Exception {
        Path path = folder.resolve("docker/config.json");
        DockerConfigFile file = new DockerConfigFile(path);
        assertThat(file.credentials().of("localhost:5000")).isEmpty();
        assertThat(file.login("localhost:5000", "me", "päss")).isEqualTo(path.toString());
        file.login("docker.io", "hub", "x:y");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(file.credentials().of("localhost:5000")).contains(new Credential.Password("me", "päss"));
        assertThat(file.credentials().of("docker.io")).contains(new Credential.Password("hub", "x:y"));
        assertThat(path).content().contains("https://index.docker.io/v1/");
        Files.writeString(path, Files.readString(path).replaceFirst("\\{", "{\"psFormat\":\"table\","));
        assertThat(file.logout("localhost:5000")).isTrue();
        assertThat(file.logout("localhost:5000")).isFalse();
        assertThat(file.credentials().of("localhost:5000")).isEmpty();
        assertThat(path).content().contains("\"psFormat\" : \"table\"");
    }

    @Test
    void namesOfHelpersAreNoPaths() {
        for (String name : new String[] {"", "../x", "a b", "-x", "x/y"}) {
            assertThat(catchThrowableOfType(RegistryException.class, () -> new CredentialHelper(name)))
                    .as(name)
                    .hasMessageStartingWith("LEAT-OCI-017: ");
        }
    }

    @Test
    void challengesAreReadAsTheyAreSent() {
        assertThat(
                        Challenge.parse(
                                List.of(
                                        "Bearer realm=\"https://auth/token\",service=\"a, b\",scope=\"repository:m:pull\", Basic realm=x")))
                .containsExactly(
                        new Challenge(
                                "bearer",
                                Map.of(
                                        "realm", "https://auth/token",
                                        "service", "a, b",
                                        "scope", "repository:m:pull")),
                        new Challenge("basic", Map.of("realm", "x")));
        assertThat(Challenge.parse(List.of("=,\"", "", "x".repeat(20_000)))).isEmpty();
    }
}
