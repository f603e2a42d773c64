package dev.leat.registry;

import java.util.Map;
import java.util.Optional;

/**
 * What a manifest says of one of its parts (OCI image specification, descriptor).
 *
 * @param size in bytes, at least 0
 */
public record Descriptor(
        String mediaType, Digest digest, long size, Optional<String> artifactType, Map<String, String> annotations) {

    static final String TITLE = "org.opencontainers.image.title";

    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("a size of " + size);
        }
        annotations = Map.copyOf(annotations);
    }

    /** Of content that is at hand. */
    public static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.of(content), content.length, Optional.empty(), Map.of());
    }

    /** The file's name, where there is one. */
    public Optional<String> title() {
        return Optional.ofNullable(annotations.get(TITLE));
    }

    Descriptor titled(String title) {
        return new Descriptor(mediaType, digest, size, artifactType, Map.of(TITLE, title));
    }
}
