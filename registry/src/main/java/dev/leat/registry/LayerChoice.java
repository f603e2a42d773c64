package dev.leat.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which layer of a manifest is the module or the definition: by media types, which many do not give; else by the names of
 * files; else the content tells.
 */
final class LayerChoice {

    /** So many layers are looked into where nothing is said. */
    private static final int MOST_UNKNOWN = 8;

    private LayerChoice() {}

    /**
     * @param kind null where only the content can tell
     */
    record Candidate(Descriptor layer, @Nullable ArtifactKind kind) {}

    /** The layers that may be meant: one of a known kind, or some whose content must be looked at. */
    static List<Candidate> candidates(List<Descriptor> layers, @Nullable ArtifactKind wanted, String place) {
        for (Evidence evidence : Evidence.values()) {
            List<Candidate> known = new ArrayList<>();
            for (Descriptor layer : layers) {
                evidence.kind(layer).ifPresent(kind -> known.add(new Candidate(layer, kind)));
            }
            List<Candidate> fitting = known.stream()
                    .filter(each -> wanted == null || each.kind() == wanted)
                    .toList();
            if (fitting.size() == 1) {
                return fitting;
            }
            if (fitting.size() > 1) {
                throw unclear(place + " has several layers that may be meant: " + names(fitting));
            }
            if (!known.isEmpty() && wanted != null) {
                throw unclear(place + " holds a " + known.getFirst().kind().words() + " and no " + wanted.words());
            }
        }
        List<Candidate> unknown = layers.stream()
                .filter(layer -> !isArchive(layer))
                .map(layer -> new Candidate(layer, null))
                .toList();
        if (unknown.isEmpty()) {
            throw unclear(place + " has " + (layers.isEmpty() ? "no layers" : "nothing but archives as layers"));
        }
        if (unknown.size() > MOST_UNKNOWN) {
            throw unclear(place + " has " + unknown.size() + " layers without a type or name that Leat knows");
        }
        return unknown;
    }

    private static String names(List<Candidate> candidates) {
        return candidates.stream()
                .map(each -> RegistryException.printable(
                        each.layer().title().orElse(each.layer().digest().toString())))
                .limit(MOST_UNKNOWN)
                .collect(Collectors.joining(", "));
    }

    /** Directories, as ORAS packs them, and layers of container images. */
    private static boolean isArchive(Descriptor layer) {
        return layer.mediaType().endsWith("gzip")
                || layer.mediaType().endsWith("zstd")
                || layer.annotations().containsKey("io.deis.oras.content.unpack");
    }

    static RegistryException unclear(String reason) {
        return new RegistryException(RegistryError.CONTENT_UNCLEAR, reason);
    }

    /** What the content is; empty where it is neither. */
    static Optional<ArtifactKind> sniff(byte[] content) {
        if (content.length >= 4 && content[0] == 0 && content[1] == 'a' && content[2] == 's' && content[3] == 'm') {
            return Optional.of(ArtifactKind.MODULE);
        }
        if (content.length == 0) {
            return Optional.empty();
        }
        // A definition is text; whether it is a good one, its reader says.
        for (byte each : content) {
            if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
                return Optional.empty();
            }
        }
        return Optional.of(ArtifactKind.DEFINITION);
    }

    /** From the strongest to the weakest. */
    private enum Evidence {
        MEDIA_TYPE {
            @Override
            Optional<ArtifactKind> kind(Descriptor layer) {
                String type = layer.mediaType().toLowerCase(Locale.ROOT);
                return type.contains("yaml")
                        ? Optional.of(ArtifactKind.DEFINITION)
                        : type.contains("wasm") && !type.contains("config")
                                ? Optional.of(ArtifactKind.MODULE)
                                : Optional.empty();
            }
        },
        TITLE {
            @Override
            Optional<ArtifactKind> kind(Descriptor layer) {
                String title = layer.title().orElse("").toLowerCase(Locale.ROOT);
                return title.endsWith(".wasm")
                        ? Optional.of(ArtifactKind.MODULE)
                        : title.endsWith(".yaml") || title.endsWith(".yml")
                                ? Optional.of(ArtifactKind.DEFINITION)
                                : Optional.empty();
            }
        };

        abstract Optional<ArtifactKind> kind(Descriptor layer);
    }
}
