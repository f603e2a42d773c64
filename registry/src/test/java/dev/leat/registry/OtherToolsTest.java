package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Leat pushes, ORAS and Skopeo take; what they push, Leat takes. */
@Timeout(120)
final class OtherToolsTest {

    private static final String GET_SKOPEO = "apt-get install skopeo";

    private static RegistryServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = RegistryServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    /** Python with the package oras, which scripts/install-servers.sh puts into the cache. */
    private static Path python() {
        String cache = System.getenv().getOrDefault("LEAT_CACHE", System.getProperty("user.home") + "/.cache/leat");
        Path python =
                Path.of(System.getProperty("leat.oras", cache + "/oras-python")).resolve("bin/python");
        if (!Files.isExecutable(python)) {
            throw Tools.missing("the PyPI package oras is not installed: tests with it did NOT run."
                    + " Install it: scripts/install-servers.sh");
        }
        return python;
    }

    private void oras(String script) throws Exception {
        Tools.run(
                folder,
                Map.of("HOME", folder.toString(), "DOCKER_CONFIG", folder.toString()),
                python().toString(),
                "-c",
                "import oras.client\nclient = oras.client.OrasClient(hostname='" + server.host() + "', insecure=True)\n"
                        + script);
    }

    private void skopeo(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = Tools.find("skopeo", GET_SKOPEO).toString();
        command[1] = "--insecure-policy";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Tools.run(folder, Map.of("HOME", folder.toString()), command);
    }

    @Test
    void orasPushesWithoutTypesAsGuide2DoesAndLeatFetches() throws Exception {
        byte[] module = TestArtifacts.module("oras");
        Files.write(folder.resolve("temperature-1.0.0.wasm"), module);
        Files.writeString(folder.resolve("graph-simple.yaml"), TestArtifacts.GRAPH);
        String push = "client.push(target='%s/oras/%s:1.0.0', files=['%s'])\n";
        oras(push.formatted(server.host(), "temperature", "temperature-1.0.0.wasm")
                + push.formatted(server.host(), "graph-simple", "graph-simple.yaml"));
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host() + "/oras")) {
            Artifact fetched = resolver.fetch(resolver.resolve("temperature:1.0.0"));
            assertThat(fetched.kind()).isEqualTo(ArtifactKind.MODULE);
            assertThat(fetched.content()).isEqualTo(module);
            assertThat(resolver.fetch(resolver.resolve("graph-simple:1.0.0")).kind())
                    .isEqualTo(ArtifactKind.DEFINITION);
        }
    }

    @Test
    void leatPushesAndOrasPulls() throws Exception {
        byte[] module = TestArtifacts.module("leat");
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            TestArtifacts.push(registry, "leat/m", "1", folder, "m.wasm", module);
        }
        oras("client.pull(target='" + server.host() + "/leat/m:1', outdir='pulled')");
        assertThat(folder.resolve("pulled/m.wasm")).hasBinaryContent(module);
    }

    @Test
    void skopeoCopiesToALayoutThatLeatReadsAndBack() throws Exception {
        byte[] module = TestArtifacts.module("skopeo");
        Digest pushed;
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            pushed = TestArtifacts.push(registry, "skopeo/m", "1", folder, "m.wasm", module);
        }
        Path layout = folder.resolve("layout");
        skopeo("copy", "--src-tls-verify=false", "docker://" + server.host() + "/skopeo/m:1", "oci:" + layout + ":m:1");
        Registries registries = Registries.DEFAULT.withMirror("host=oci:" + layout, Credentials.ANONYMOUS);
        try (ArtifactResolver resolver = TestArtifacts.resolver("host", registries, Optional.empty())) {
            ResolvedArtifact resolved = resolver.resolve("m:1");
            assertThat(resolved.digest()).isEqualTo(pushed);
            assertThat(resolver.fetch(resolved).content()).isEqualTo(module);
        }
    }

    @Test
    void leatWritesALayoutThatSkopeoReads() throws Exception {
        byte[] module = TestArtifacts.module("layout");
        Path layout = folder.resolve("layout");
        Digest pushed = TestArtifacts.push(new OciLayout(layout), "", "1", folder, "m.wasm", module);
        TestArtifacts.push(new OciLayout(layout), "", "2", folder, "m.wasm", TestArtifacts.module("other"));
        skopeo(
                "copy",
                "--dest-tls-verify=false",
                "oci:" + layout + ":1",
                "docker://" + server.host() + "/from/layout:1");
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            assertThat(resolver.resolve("from/layout:1").digest()).isEqualTo(pushed);
        }
    }
}
