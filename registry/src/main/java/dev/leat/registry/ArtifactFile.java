package dev.leat.registry;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that is pushed as a layer.
 *
 * @param mediaType empty for what its ending says
 */
public record ArtifactFile(Path path, Optional<String> mediaType) {

    /** What the ending says: a module, a definition, or anything. */
    public String type() {
        return mediaType.orElseGet(() -> kind().map(ArtifactFile::typeOf).orElse(MediaTypes.UNKNOWN_LAYER));
    }

    private static String typeOf(ArtifactKind kind) {
        return switch (kind) {
            case MODULE -> MediaTypes.MODULE;
            case DEFINITION -> MediaTypes.GRAPH;
        };
    }

    Optional<ArtifactKind> kind() {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".wasm")) {
            return Optional.of(ArtifactKind.MODULE);
        }
        return name.endsWith(".yaml") || name.endsWith(".yml")
                ? Optional.of(ArtifactKind.DEFINITION)
                : Optional.empty();
    }

    String title() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
