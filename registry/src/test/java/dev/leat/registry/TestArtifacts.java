package dev.leat.registry;

import dev.leat.dataflow.data.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What tests push and fetch. */
final class TestArtifacts {

    static final String GRAPH = "metadata:\n  name: simple\noperations: []\nconnections: []\n";

    private TestArtifacts() {}

    /** Begins as WebAssembly does, and differs by its text. */
    static byte[] module(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] module = new byte[8 + body.length];
        System.arraycopy(new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0}, 0, module, 0, 8);
        System.arraycopy(body, 0, module, 8, body.length);
        return module;
    }

    static Digest push(Registry registry, String repository, String tag, Path folder, String file, byte[] content) {
        try {
            Path path = Files.write(folder.resolve(file), content);
            return ArtifactPush.push(
                    registry, repository, tag, List.of(new ArtifactFile(path, Optional.empty())), Optional.empty());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static ArtifactResolver resolver(String host) {
        return resolver(host, Registries.DEFAULT, Optional.empty());
    }

    static ArtifactResolver resolver(String host, Registries registries, Optional<ArtifactCache> cache) {
        return new ArtifactResolver(host, registries, Credentials.ANONYMOUS, cache, Optional.empty());
    }

    static HttpRegistry registry(String host) {
        return Registries.DEFAULT.open(host, Credentials.ANONYMOUS);
    }

    static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }
}
