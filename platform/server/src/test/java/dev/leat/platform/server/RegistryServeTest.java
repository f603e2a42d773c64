package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.mqtt.Certificates;
import dev.leat.registry.ArtifactFile;
import dev.leat.registry.ArtifactPush;
import dev.leat.registry.Credentials;
import dev.leat.registry.HttpRegistry;
import dev.leat.registry.HttpRegistryOptions;
import dev.leat.registry.Registries;
import dev.leat.registry.RegistryServer;
import dev.leat.registry.TestSigner;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose graphs lie in a real registry. */
final class RegistryServeTest extends OnSite {

    /** me:päss, by bcrypt. */
    private static final String PASSWORDS = "me:$2y$04$abcdefghijklmnopqrstuuF7KK/SfP9IRGj0pPJMr8GdtCS8xpmpC\n";

    private static final Duration PATIENT = Duration.ofMinutes(10);

    @BeforeEach
    void listen() {
        broker.subscribe("out/#");
    }

    /** It finds nothing but what registries have. */
    private LeatServer start() {
        return LeatServer.open(site.options()
                .artifacts(List.of())
                .registries(Registries.DEFAULT.withOptions(
                        HttpRegistryOptions.DEFAULT.withTimeouts(PATIENT, PATIENT, PATIENT)))
                .build());
    }

    private static String graph(String name, String artifact) {
        return Site.graph(name)
                .replace("registryEndpointRef: default", "registryEndpointRef: plant")
                .replace("graph-simple:1.0.0", artifact);
    }

    private static String endpoint(String host, String authentication) {
        return """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: RegistryEndpoint
                metadata: { name: plant }
                spec:
                  host: "%s"
                  authentication: { %s }
                """.formatted(host, authentication);
    }

    private static final String ANONYMOUS = "method: Anonymous, anonymousSettings: {}";

    private static Path module() {
        return Site.MODULES.resolve("temperature/temperature.wasm");
    }

    private static Path definition() {
        return Site.EXAMPLES.resolve("graph-simple/graph-simple.yaml");
    }

    private static void push(RegistryServer server, Credentials credentials, String repository, String tag, Path file) {
        try (HttpRegistry registry = Registries.DEFAULT.open(server.host(), credentials)) {
            ArtifactPush.push(
                    registry, repository, tag, List.of(new ArtifactFile(file, Optional.empty())), Optional.empty());
        }
    }

    private static String message(JsonNode status) {
        return status.path("healthState").path("message").asText();
    }

    @Test
    void aTagThatMovesAndARegistryThatGoes() throws Exception {
        try (RegistryServer registry = RegistryServer.start()) {
            push(registry, Credentials.ANONYMOUS, "plant/graph-simple", "1.0.0", definition());
            push(registry, Credentials.ANONYMOUS, "plant/temperature", "1.0.0", module());
            site.write("registry.yaml", endpoint(registry.host() + "/plant", ANONYMOUS));
            site.write("graph.yaml", graph("follows", "graph-simple:1.0.0"));
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("follows");
                String before = api.pin("follows", "graph-simple:1.0.0");
                Set<String> expected = new TreeSet<>();
                Thread publisher = Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 400; i++) {
                        broker.publish("in", "{\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
                    }
                });
                for (int i = 0; i < 400; i++) {
                    expected.add("out/follows {\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
                }
                Path changed = temporary.resolve("changed.yaml");
                Files.writeString(changed, Files.readString(definition()).replace("Converts", "Still converts"));
                push(registry, Credentials.ANONYMOUS, "plant/graph-simple", "1.0.0", changed);
                api.await(
                        "follows",
                        "the new tag",
                        status -> Api.runs(status)
                                && status.path("artifacts")
                                        .valueStream()
                                        .anyMatch(pinned -> pinned.path("reference")
                                                        .asText()
                                                        .equals("graph-simple:1.0.0")
                                                && !pinned.path("digest")
                                                        .asText()
                                                        .equals(before)));
                publisher.join();
                broker.awaitAll(expected);

                registry.close();
                while (!api.log("follows").contains("tags are not followed now")) {
                    Thread.sleep(20);
                }
                assertThat(Api.runs(api.status("follows"))).isTrue();
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).startsWith("out/follows ").contains("100.0");
            }
            // The registry is still away.
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("follows");
                api.awaitLog("follows", "it runs with the artifacts that it had last");
                JsonNode unknown = api.await(
                        "follows",
                        "say so",
                        now -> Api.condition(now, "UpToDate").equals("Unknown"));
                assertThat(unknown.path("conditions").toString())
                        .contains("DataflowGraphModuleDownloadFailed")
                        .contains("tags are not followed now");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).startsWith("out/follows ").contains("100.0");
            }
        }
    }

    /** A registry with a password and a graph in it, which a graph of the site wants by a pull secret. */
    private RegistryServer guarded() throws Exception {
        Path passwords = Files.writeString(temporary.resolve("htpasswd"), PASSWORDS);
        RegistryServer registry =
                RegistryServer.start("", "auth:", "  htpasswd: {realm: test, path: " + passwords + "}");
        Credentials mine = Credentials.password(Material.of("me"), Material.of("päss"));
        push(registry, mine, "graph-simple", "1.0.0", definition());
        push(registry, mine, "temperature", "1.0.0", module());
        site.write(
                "registry.yaml",
                endpoint(
                        registry.host(),
                        "method: ArtifactPullSecret, artifactPullSecretSettings: { secretRef: pull }"));
        site.write("graph.yaml", graph("guarded", "graph-simple:1.0.0"));
        return registry;
    }

    @Test
    void whatIsHereStartsThoughTheRegistryLetsNobodyIn() throws Exception {
        try (RegistryServer registry = guarded()) {
            site.write("secret.yaml", secret(registry.host(), "päss"));
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("guarded");
            }
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("guarded");
            }
            Files.delete(site.resources().resolve("secret.yaml"));
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("guarded");
            }
            site.write("secret.yaml", secret(registry.host(), "expired"));
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("guarded");
                api.await(
                        "guarded",
                        "say so",
                        now -> Api.condition(now, "UpToDate").equals("Unknown"));
            }
        }
    }

    /** Each of those who wait for it need not find out anew that it says nothing. */
    @Test
    void aRegistryThatSaysNothingHoldsUpNoStartOfWhatIsHere() throws Exception {
        int flows = 12;
        RegistryServer registry = RegistryServer.start();
        push(registry, Credentials.ANONYMOUS, "graph-simple", "1.0.0", definition());
        push(registry, Credentials.ANONYMOUS, "temperature", "1.0.0", module());
        site.write("registry.yaml", endpoint(registry.host(), ANONYMOUS));
        for (int i = 0; i < flows; i++) {
            site.write("graph" + i + ".yaml", graph("flow" + i, "graph-simple:1.0.0"));
        }
        Duration patience = Duration.ofSeconds(20);
        ServerOptions options = site.options()
                .artifacts(List.of())
                .registries(Registries.DEFAULT.withOptions(
                        HttpRegistryOptions.DEFAULT.withTimeouts(patience, patience, patience)))
                .build();
        int port = Integer.parseInt(registry.host().substring(registry.host().lastIndexOf(':') + 1));
        try (LeatServer server = LeatServer.open(options);
                Api api = new Api(server)) {
            for (int i = 0; i < flows; i++) {
                api.awaitRunning("flow" + i);
            }
        }
        registry.close();
        try (ServerSocket silent = new ServerSocket(port, 1000);
                LeatServer server = LeatServer.open(options);
                Api api = new Api(server)) {
            // In turns, with a time-out each, they would take minutes: awaitRunning gives up after one.
            for (int i = 0; i < flows; i++) {
                api.awaitRunning("flow" + i);
            }
            assertThat(silent.isBound()).isTrue();
        }
    }

    @Test
    void aPullSecretThatComesLater() throws Exception {
        try (RegistryServer registry = guarded()) {
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                assertThat(message(api.awaitHealth("guarded", "Unavailable"))).contains("LEAT-SERVE-005");
                site.write("secret.yaml", secret(registry.host(), "wrong"));
                assertThat(message(api.await(
                                "guarded",
                                "a refusal",
                                status -> message(status).contains("LEAT-OCI-005"))))
                        .contains("graph-simple:1.0.0")
                        .doesNotContain("wrong");
                site.write("secret.yaml", secret(registry.host(), "päss"));
                api.awaitRunning("guarded");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).startsWith("out/guarded ").contains("100.0");
                assertThat(api.log("guarded")).doesNotContain("päss").doesNotContain("wrong");
            }
        }
    }

    private static String secret(String host, String password) {
        String pair = Base64.getEncoder().encodeToString(("me:" + password).getBytes(StandardCharsets.UTF_8));
        return """
                apiVersion: v1
                kind: Secret
                metadata: { name: pull, namespace: azure-iot-operations }
                type: kubernetes.io/dockerconfigjson
                stringData:
                  .dockerconfigjson: '{"auths":{"%s":{"auth":"%s"}}}'
                """.formatted(host, pair);
    }

    @Test
    void allPlacesThatWereTriedAreInTheStatus() throws Exception {
        try (RegistryServer registry = RegistryServer.start()) {
            site.write("registry.yaml", endpoint(registry.host() + "/plant", ANONYMOUS));
            site.write("graph.yaml", graph("nowhere", "graphs/graph-simple:1.0.0"));
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                JsonNode status = api.awaitHealth("nowhere", "Unavailable");
                assertThat(status.path("healthState").path("reasonCode").asText())
                        .isEqualTo("DataflowGraphModuleDownloadFailed");
                assertThat(message(status))
                        .contains("LEAT-SERVE-006")
                        .contains("LEAT-OCI-006")
                        .contains(registry.host() + "/plant/graphs/graph-simple:1.0.0")
                        .contains(registry.host() + "/graphs/graph-simple:1.0.0");
                push(registry, Credentials.ANONYMOUS, "graphs/graph-simple", "1.0.0", definition());
                push(registry, Credentials.ANONYMOUS, "graphs/temperature", "1.0.0", module());
                // The module lies beside the definition.
                api.awaitRunning("nowhere");
            }
        }
    }

    /**
     * It takes the connection and says nothing, for longer than this test has: others are not kept waiting, and neither is
     * whoever stops the server.
     */
    @Test
    void aRegistryThatSaysNothingHoldsNobodyUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                RegistryServer registry = RegistryServer.start()) {
            push(registry, Credentials.ANONYMOUS, "graph-simple", "1.0.0", definition());
            push(registry, Credentials.ANONYMOUS, "temperature", "1.0.0", module());
            site.write(
                    "silent.yaml",
                    endpoint("localhost:" + silent.getLocalPort(), ANONYMOUS).replace("plant", "silent"));
            for (int i = 0; i < 5; i++) {
                site.write(
                        "waits" + i + ".yaml",
                        graph("waits" + i, "graph-simple:1.0.0").replace("Ref: plant", "Ref: silent"));
            }
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.await(
                        "waits0",
                        "wait",
                        status -> status.path("healthState")
                                .path("reasonCode")
                                .asText()
                                .equals("Progressing"));
                site.write("registry.yaml", endpoint(registry.host(), ANONYMOUS));
                site.write("graph.yaml", graph("goes", "graph-simple:1.0.0"));
                api.awaitRunning("goes");
                // What waits is replaced at once by what is wanted now.
                site.write("waits0.yaml", graph("waits0", "graph-simple:1.0.0"));
                api.awaitRunning("waits0");
            }
        }
    }

    @Test
    void samplesStandInForWhatARegistryDoesNotHave() throws Exception {
        Path samples = Files.createDirectory(temporary.resolve("samples"));
        Files.copy(module(), samples.resolve("temperature.wasm"));
        Path other = temporary.resolve("other.yaml");
        Files.writeString(other, Files.readString(definition()).replace("Converts", "Another one that converts"));
        Files.copy(definition(), samples.resolve("graph-simple.yaml"));
        try (RegistryServer registry = RegistryServer.start()) {
            push(registry, Credentials.ANONYMOUS, "graph-simple", "1.0.0", other);
            site.write("registry.yaml", endpoint(registry.host(), ANONYMOUS));
            site.write("graph.yaml", graph("mixed", "graph-simple:1.0.0"));
            try (LeatServer server = LeatServer.open(site.options()
                            .artifacts(List.of())
                            .samples(List.of(samples))
                            .build());
                    Api api = new Api(server)) {
                JsonNode status = api.awaitRunning("mixed");
                assertThat(status.path("artifacts")
                                .valueStream()
                                .map(pinned -> pinned.path("place").asText()))
                        .anyMatch(place -> place.startsWith(registry.host() + "/graph-simple:1.0.0@"))
                        .anyMatch(place ->
                                place.equals(samples.resolve("temperature.wasm").toString()));
                registry.close();
                site.write("late.yaml", graph("late", "graph-simple:2.0.0"));
                assertThat(message(api.awaitHealth("late", "Unavailable"))).contains("LEAT-OCI-001");
            }
        }
    }

    private static final String SIGNERS = "  codeSigningCas: [ { type: ConfigMap, configMapRef: signers } ]\n";

    @Test
    void filesOfAnEarlierStartDoNotRunWhereSignaturesAreAskedFor() throws Exception {
        RegistryServer away = RegistryServer.start();
        away.close();
        site.write("registry.yaml", endpoint(away.host(), ANONYMOUS));
        site.write("graph.yaml", graph("kept", "graph-simple:1.0.0"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("kept");
        }
        Certificates authority = new Certificates(Files.createDirectory(temporary.resolve("pki")), "plant");
        Path signers = Files.createDirectories(temporary.resolve("secrets/signers"));
        Files.copy(authority.authority(), signers.resolve("plant.pem"));
        site.write("registry.yaml", endpoint(away.host(), ANONYMOUS) + SIGNERS);
        try (LeatServer server = LeatServer.open(
                        site.options().secrets(List.of(signers.getParent())).build());
                Api api = new Api(server)) {
            assertThat(message(api.awaitHealth("kept", "Unavailable")))
                    .contains("LEAT-SERVE-017")
                    .contains("is a file, without a signature");
        }
    }

    @Test
    void authoritiesInADirectoryMayComeAndGo() throws Exception {
        Path pki = Files.createDirectory(temporary.resolve("pki"));
        Certificates authority = new Certificates(pki, "plant");
        Certificates.Issued issued = authority.issue("signer", "rsa:2048", "keyUsage=critical,digitalSignature", 30);
        TestSigner signer = new TestSigner("PS256", issued.key(), issued.certificate());
        Path signers = Files.createDirectories(temporary.resolve("secrets/signers"));
        Path stranger = Files.copy(new Certificates(pki, "stranger").authority(), signers.resolve("stranger.pem"));
        try (RegistryServer registry = RegistryServer.start()) {
            push(registry, Credentials.ANONYMOUS, "graph-simple", "1.0.0", definition());
            push(registry, Credentials.ANONYMOUS, "temperature", "1.0.0", module());
            signer.sign(registry.host(), "graph-simple", "1.0.0");
            signer.sign(registry.host(), "temperature", "1.0.0");
            site.write("registry.yaml", endpoint(registry.host(), ANONYMOUS) + SIGNERS);
            site.write("graph.yaml", graph("guarded", "graph-simple:1.0.0"));
            try (LeatServer server = LeatServer.open(
                            site.options().secrets(List.of(signers.getParent())).build());
                    Api api = new Api(server)) {
                assertThat(message(api.awaitHealth("guarded", "Unavailable")))
                        .contains("LEAT-SERVE-017")
                        .contains("LEAT-OCI-021");
                Files.copy(authority.authority(), signers.resolve("plant.pem"));
                Files.delete(stranger);
                api.awaitRunning("guarded");
            }
        }
    }

    @Test
    void onlyWhatIsSignedRuns() throws Exception {
        Certificates authority = new Certificates(Files.createDirectory(temporary.resolve("pki")), "plant");
        Certificates.Issued issued = authority.issue(
                "signer",
                "rsa:2048",
                "keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\nbasicConstraints=CA:FALSE",
                30);
        TestSigner signer = new TestSigner("PS256", issued.key(), issued.certificate());
        try (RegistryServer registry = RegistryServer.start()) {
            push(registry, Credentials.ANONYMOUS, "graph-simple", "1.0.0", definition());
            push(registry, Credentials.ANONYMOUS, "temperature", "1.0.0", module());
            site.write(
                    "registry.yaml",
                    endpoint(registry.host(), ANONYMOUS)
                            + """
                      codeSigningCas: [ { type: ConfigMap, configMapRef: signers } ]
                    ---
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: signers, namespace: azure-iot-operations }
                    data:
                      plant.pem: |
                    %s
                    """.formatted(Files.readString(authority.authority())
                                    .indent(4)));
            site.write("graph.yaml", graph("signed", "graph-simple:1.0.0"));
            try (LeatServer server = LeatServer.open(site.options().build());
                    Api api = new Api(server)) {
                // The directory of artifacts has both, without a signature.
                assertThat(message(api.awaitHealth("signed", "Unavailable")))
                        .contains("LEAT-OCI-020")
                        .contains("graph-simple:1.0.0");
                signer.sign(registry.host(), "graph-simple", "1.0.0");
                api.await("signed", "the module", status -> message(status).contains("temperature:1.0.0@sha256:"));
                signer.sign(registry.host(), "temperature", "1.0.0");
                api.awaitRunning("signed");
                Path changed = temporary.resolve("changed.yaml");
                Files.writeString(changed, Files.readString(definition()).replace("Converts", "Still converts"));
                push(registry, Credentials.ANONYMOUS, "graph-simple", "1.0.0", changed);
                assertThat(message(api.awaitHealth("signed", "Degraded")))
                        .contains("an older version runs")
                        .contains("LEAT-OCI-020");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).isEqualTo("out/signed " + Site.CONVERTED);
                signer.sign(registry.host(), "graph-simple", "1.0.0");
                api.awaitRunning("signed");
            }
            registry.close();
            try (LeatServer server = LeatServer.open(site.options().build());
                    Api api = new Api(server)) {
                api.awaitRunning("signed");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).isEqualTo("out/signed " + Site.CONVERTED);
            }
        }
    }
}
