package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real docker-registry, and what is pushed to it and comes back. */
final class PushAndFetchTest {

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

    @Test
    void aModuleComesBackAsItWasPushed() {
        byte[] module = TestArtifacts.module("temperature");
        try (HttpRegistry registry = TestArtifacts.registry(server.host());
                ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            Digest pushed =
                    TestArtifacts.push(registry, "one/temperature", "1.0.0", folder, "temperature-1.0.0.wasm", module);
            ResolvedArtifact resolved = resolver.resolve("one/temperature:1.0.0");
            assertThat(resolved.digest()).isEqualTo(pushed);
            assertThat(resolved.place()).hasToString(server.host() + "/one/temperature:1.0.0@" + pushed);
            Artifact artifact = resolver.fetch(resolved);
            assertThat(artifact.kind()).isEqualTo(ArtifactKind.MODULE);
            assertThat(artifact.content()).isEqualTo(module);
            assertThat(artifact.layer().title()).contains("temperature-1.0.0.wasm");
            assertThat(artifact.layer().mediaType()).isEqualTo("application/wasm");
            assertThat(resolver.fetch(resolver.at(resolved.place().toString())).content())
                    .isEqualTo(module);
        }
    }

    @Test
    void whatIsPushedHasTheTypesThatTheProductKnows() throws Exception {
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            TestArtifacts.push(
                    registry,
                    "two/graph",
                    "1",
                    folder,
                    "graph.yaml",
                    TestArtifacts.GRAPH.getBytes(StandardCharsets.UTF_8));
            TestArtifacts.push(registry, "two/module", "1", folder, "m.wasm", TestArtifacts.module("m"));
            Manifest graph = Manifest.read(registry.manifest("two/graph", "1"), "graph");
            assertThat(graph.config().map(Descriptor::mediaType))
                    .contains("application/vnd.microsoft.aio.graph.v1+yaml");
            assertThat(graph.layers()).extracting(Descriptor::mediaType).containsExactly("application/yaml");
            Manifest module = Manifest.read(registry.manifest("two/module", "1"), "module");
            assertThat(module.artifactType()).contains("application/vnd.module.wasm.content.layer.v1+wasm");
        }
    }

    @Test
    void equalFilesMakeAnEqualManifest() {
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            byte[] module = TestArtifacts.module("same");
            Digest first = TestArtifacts.push(registry, "three/a", "1", folder, "same.wasm", module);
            assertThat(TestArtifacts.push(registry, "three/b", "2", folder, "same.wasm", module))
                    .isEqualTo(first);
        }
    }

    @Test
    void aReferenceIsLookedForBelowThePathThenAtTheHostThenBesideTheDefinition() {
        try (HttpRegistry registry = TestArtifacts.registry(server.host());
                ArtifactResolver below = TestArtifacts.resolver(server.host() + "/four");
                ArtifactResolver host = TestArtifacts.resolver(server.host())) {
            Digest inPath = TestArtifacts.push(registry, "four/m", "1", folder, "m.wasm", TestArtifacts.module("path"));
            Digest atHost = TestArtifacts.push(registry, "n", "1", folder, "m.wasm", TestArtifacts.module("host"));
            Digest beside =
                    TestArtifacts.push(registry, "four/deep/o", "1", folder, "m.wasm", TestArtifacts.module("beside"));
            assertThat(below.resolve("m:1").digest()).isEqualTo(inPath);
            assertThat(below.resolve("four/m:1").digest()).isEqualTo(inPath);
            assertThat(below.resolve("n:1").digest()).isEqualTo(atHost);
            assertThat(below.resolve("o:1", Optional.of("deep/graph:1")).digest())
                    .isEqualTo(beside);
            assertThat(host.resolve("o:1", Optional.of("four/deep/graph:1")).digest())
                    .isEqualTo(beside);
            TestArtifacts.push(registry, "m", "1", folder, "m.wasm", TestArtifacts.module("shadowed"));
            assertThat(below.resolve("m:1").digest()).isEqualTo(inPath);
        }
    }

    @Test
    void allPlacesThatWereTriedAreInTheError() {
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host() + "/five")) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> resolver.resolve("missing:1", Optional.of("deep/graph:1")))
                    .satisfies(failure -> assertThat(failure.error()).isEqualTo(RegistryError.NOT_FOUND))
                    .withMessageStartingWith("LEAT-OCI-006: missing:1 ")
                    .withMessageContaining(server.host() + "/five/missing:1, " + server.host() + "/missing:1, "
                            + server.host() + "/five/deep/missing:1, " + server.host() + "/deep/missing:1");
        }
    }

    @Test
    void aDigestIsTakenAsItIsAndAMissingTagIsLatest() {
        try (HttpRegistry registry = TestArtifacts.registry(server.host());
                ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            Digest old = TestArtifacts.push(registry, "six/m", "latest", folder, "m.wasm", TestArtifacts.module("old"));
            Digest fresh =
                    TestArtifacts.push(registry, "six/m", "latest", folder, "m.wasm", TestArtifacts.module("fresh"));
            assertThat(resolver.resolve("six/m").digest()).isEqualTo(fresh);
            ResolvedArtifact pinned = resolver.resolve("six/m@" + old);
            assertThat(pinned.digest()).isEqualTo(old);
            assertThat(resolver.fetch(pinned).content()).isEqualTo(TestArtifacts.module("old"));
        }
    }

    @Test
    void whatIsInTheCacheNeedsNoRegistry() {
        ArtifactCache cache = new ArtifactCache(folder.resolve("cache"), 1 << 20);
        String place;
        try (RegistryServer gone = RegistryServer.start();
                HttpRegistry registry = TestArtifacts.registry(gone.host());
                ArtifactResolver resolver =
                        TestArtifacts.resolver(gone.host(), Registries.DEFAULT, Optional.of(cache))) {
            TestArtifacts.push(registry, "m", "1", folder, "m.wasm", TestArtifacts.module("kept"));
            ResolvedArtifact resolved = resolver.resolve("m:1");
            resolver.fetch(resolved);
            gone.close();
            place = resolved.place().toString();
            assertThat(resolver.fetch(resolver.at(place)).content()).isEqualTo(TestArtifacts.module("kept"));
            assertThat(resolver.resolve("m@" + resolved.digest()).digest()).isEqualTo(resolved.digest());
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> resolver.resolve("m:1"))
                    .withMessageStartingWith("LEAT-OCI-001: m:1 cannot be had")
                    .satisfies(
                            failure -> assertThat(failure.error().temporary()).isTrue());
        }
    }

    @Test
    void aWantedKindIsHeldAgainstWhatIsThere() {
        try (HttpRegistry registry = TestArtifacts.registry(server.host());
                ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            TestArtifacts.push(registry, "seven/m", "1", folder, "m.wasm", TestArtifacts.module("m"));
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> resolver.fetch(resolver.resolve("seven/m:1"), ArtifactKind.DEFINITION))
                    .withMessageContaining("holds a module and no graph definition");
        }
    }

    @Test
    void aMirrorStandsForAHostAndSoDoesALayout() throws Exception {
        Registries mirrored = Registries.DEFAULT.withMirror(
                "registry.invalid=http://" + server.host() + "/mirror", Credentials.ANONYMOUS);
        Path layout = folder.resolve("layout");
        Registries offline = Registries.DEFAULT.withMirror("registry.invalid=oci:" + layout, Credentials.ANONYMOUS);
        byte[] module = TestArtifacts.module("mirrored");
        try (HttpRegistry registry = TestArtifacts.registry(server.host());
                OciLayout directory = new OciLayout(layout);
                ArtifactResolver overHttp =
                        TestArtifacts.resolver("registry.invalid/samples", mirrored, Optional.empty());
                ArtifactResolver fromDisk =
                        TestArtifacts.resolver("registry.invalid/samples", offline, Optional.empty())) {
            Digest pushed = TestArtifacts.push(registry, "mirror/samples/m", "1", folder, "m.wasm", module);
            assertThat(overHttp.fetch(overHttp.resolve("m:1")).content()).isEqualTo(module);
            assertThat(new ArtifactCopy(registry, "mirror/samples/m", directory, "samples/m").copy("1", "1"))
                    .isEqualTo(pushed);
            ResolvedArtifact resolved = fromDisk.resolve("m:1");
            assertThat(resolved.place().host()).isEqualTo("registry.invalid");
            assertThat(resolved.digest()).isEqualTo(pushed);
            assertThat(fromDisk.fetch(resolved).content()).isEqualTo(module);
        }
    }

    @Test
    void filesArePulledUnderTheirTitles() throws Exception {
        try (HttpRegistry registry = TestArtifacts.registry(server.host())) {
            Path first = Files.writeString(folder.resolve("a.txt"), "one");
            Path second = Files.writeString(folder.resolve("b.yaml"), "two");
            ArtifactPush.push(
                    registry,
                    "eight/files",
                    "1",
                    List.of(
                            new ArtifactFile(first, Optional.of("text/plain")),
                            new ArtifactFile(second, Optional.empty())),
                    Optional.of("application/vnd.example"));
            Path into = folder.resolve("into");
            assertThat(ArtifactPush.pull(registry, "eight/files", "1", into))
                    .containsExactly(into.resolve("a.txt"), into.resolve("b.yaml"));
            assertThat(into.resolve("a.txt")).hasContent("one");
            assertThat(into.resolve("b.yaml")).hasContent("two");
        }
    }
}
