package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests as they are pushed: with types, with names, with neither. */
final class LayerChoiceTest {

    private static final byte[] MODULE = TestArtifacts.module("m");
    private static final byte[] GRAPH = TestArtifacts.GRAPH.getBytes(StandardCharsets.UTF_8);

    private final LyingServer server = new LyingServer();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    private static Descriptor layer(String type, String title, byte[] content) {
        return new Descriptor(
                type,
                Digest.of(content),
                content.length,
                Optional.empty(),
                title.isEmpty() ? Map.of() : Map.of(Descriptor.TITLE, title));
    }

    private ArtifactKind kind(Descriptor layer, byte[] content) {
        server.serve("m", "1", layer, content);
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            Artifact artifact = resolver.fetch(resolver.resolve("m:1"));
            assertThat(artifact.content()).isEqualTo(content);
            return artifact.kind();
        }
    }

    @Test
    void mediaTypes() {
        for (String type : List.of(
                "application/wasm",
                "application/vnd.module.wasm.content.layer.v1+wasm",
                "application/vnd.wasm.content.layer.v1+wasm")) {
            assertThat(kind(layer(type, "", MODULE), MODULE)).as(type).isEqualTo(ArtifactKind.MODULE);
        }
        for (String type : List.of(
                "application/yaml", "text/yaml", "application/x-yaml", "application/vnd.microsoft.aio.graph.v1+yaml")) {
            assertThat(kind(layer(type, "", GRAPH), GRAPH)).as(type).isEqualTo(ArtifactKind.DEFINITION);
        }
    }

    @Test
    void namesWhereTheTypeSaysNothing() {
        String tar = "application/vnd.oci.image.layer.v1.tar";
        assertThat(kind(layer(tar, "temperature-1.0.0.wasm", MODULE), MODULE)).isEqualTo(ArtifactKind.MODULE);
        assertThat(kind(layer(tar, "graph.YAML", GRAPH), GRAPH)).isEqualTo(ArtifactKind.DEFINITION);
        assertThat(kind(layer(tar, "graph.yml", GRAPH), GRAPH)).isEqualTo(ArtifactKind.DEFINITION);
    }

    @Test
    void contentWhereNothingIsSaid() {
        assertThat(kind(layer("", "", MODULE), MODULE)).isEqualTo(ArtifactKind.MODULE);
        assertThat(kind(layer("", "artifact", GRAPH), GRAPH)).isEqualTo(ArtifactKind.DEFINITION);
    }

    private RegistryException unclear(ManifestContent manifest) {
        server.on("/v2/m/manifests/1", exchange -> LyingServer.body(exchange, 200, manifest.content()));
        server.on(
                "/v2/m/manifests/" + manifest.digest(),
                exchange -> LyingServer.body(exchange, 200, manifest.content()));
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            return catchThrowableOfType(RegistryException.class, () -> resolver.fetch(resolver.resolve("m:1")));
        }
    }

    private static ManifestContent manifest(Descriptor... layers) {
        return Manifest.write(null, Descriptor.of(MediaTypes.EMPTY, new byte[0]), List.of(layers));
    }

    @Test
    void whatIsNeitherOrBoth() {
        assertThat(unclear(manifest())).hasMessageStartingWith("LEAT-OCI-015: ").hasMessageContaining("no layers");
        assertThat(unclear(manifest(layer("", "a.wasm", MODULE), layer("", "b.wasm", GRAPH))))
                .hasMessageContaining("several layers that may be meant: a.wasm, b.wasm");
        assertThat(unclear(manifest(layer("application/vnd.oci.image.layer.v1.tar+gzip", "", MODULE))))
                .hasMessageContaining("nothing but archives");
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, 1};
        server.on("/v2/m/blobs/" + Digest.of(picture), exchange -> LyingServer.body(exchange, 200, picture));
        assertThat(unclear(manifest(layer("image/png", "", picture)))).hasMessageContaining("no module and no graph");
    }

    @Test
    void aGraphBesideItsModuleIsFoundByWhatIsWanted() {
        server.on("/v2/m/blobs/" + Digest.of(GRAPH), exchange -> LyingServer.body(exchange, 200, GRAPH));
        ManifestContent both =
                manifest(layer("application/wasm", "a.wasm", MODULE), layer("application/yaml", "g.yaml", GRAPH));
        assertThat(unclear(both)).hasMessageContaining("a.wasm, g.yaml");
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            assertThat(resolver.fetch(resolver.resolve("m:1"), ArtifactKind.DEFINITION)
                            .content())
                    .isEqualTo(GRAPH);
        }
    }

    @Test
    void anIndexOfOneAndFormerKindsOfManifests() throws Exception {
        OciLayout layout = new OciLayout(folder);
        Digest digest = TestArtifacts.push(layout, "m", "inner", folder, "m.wasm", MODULE);
        ManifestContent inner = layout.manifest("m", "inner");
        layout.writeManifest(
                "m",
                "index",
                Manifest.index(List.of(new Descriptor(
                        MediaTypes.MANIFEST, digest, inner.content().length, Optional.empty(), Map.of()))));
        layout.writeManifest(
                "m",
                "former",
                ManifestContent.of(
                        "application/vnd.oci.artifact.manifest.v1+json",
                        ("{\"mediaType\":\"application/vnd.oci.artifact.manifest.v1+json\",\"blobs\":["
                                        + Manifest.json(layer("application/wasm", "", MODULE)) + "]}")
                                .getBytes(StandardCharsets.UTF_8)));
        Registries registries = Registries.DEFAULT.withMirror("host=oci:" + folder, Credentials.ANONYMOUS);
        try (ArtifactResolver resolver = TestArtifacts.resolver("host", registries, Optional.empty())) {
            assertThat(resolver.fetch(resolver.resolve("m:index")).content()).isEqualTo(MODULE);
            assertThat(resolver.fetch(resolver.resolve("m:former")).content()).isEqualTo(MODULE);
        }
    }
}
