package dev.leat.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest or an index of any kind, read: OCI's, Docker's, and the two former kinds for artifacts, whose {@code blobs} are
 * layers. What is not needed is not looked at.
 *
 * @param layers of a manifest
 * @param manifests of an index
 */
record Manifest(
        Optional<String> artifactType,
        Optional<Descriptor> config,
        List<Descriptor> layers,
        List<Descriptor> manifests,
        Optional<Descriptor> subject) {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_ENTRIES = 1000;

    /**
     * @param place where it comes from, for messages
     * @throws RegistryException {@link RegistryError#MANIFEST_INVALID}
     */
    static Manifest read(ManifestContent manifest, String place) {
        try {
            JsonNode root = JSON.readTree(manifest.content());
            if (root == null || !root.isObject()) {
                throw new IOException("it is no JSON object");
            }
            if (root.path("schemaVersion").asInt(2) == 1) {
                throw new IOException("it has schema version 1, which no tool writes any more");
            }
            List<Descriptor> layers = list(root, "layers");
            return new Manifest(
                    text(root, "artifactType"),
                    one(root, "config"),
                    layers.isEmpty() ? list(root, "blobs") : layers,
                    list(root, "manifests"),
                    one(root, "subject"));
        } catch (IOException wrong) {
            String reason = wrong instanceof JsonProcessingException ? "it is no JSON" : wrong.getMessage();
            throw new RegistryException(
                    RegistryError.MANIFEST_INVALID, "the manifest of " + place + " makes no sense: " + reason, wrong);
        }
    }

    /** What the content itself says that it is; where it does not say, what it looks like. */
    static String mediaTypeOf(byte[] content) {
        try {
            JsonNode root = JSON.readTree(content);
            String said = root == null ? "" : root.path("mediaType").asText("");
            return !said.isEmpty()
                    ? said
                    : root != null && root.has("manifests") ? MediaTypes.INDEX : MediaTypes.MANIFEST;
        } catch (IOException noJson) {
            return MediaTypes.MANIFEST;
        }
    }

    boolean isIndex() {
        return !manifests.isEmpty();
    }

    private static List<Descriptor> list(JsonNode root, String name) throws IOException {
        JsonNode list = root.path(name);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new IOException("'" + name + "' is no list");
        }
        if (list.size() > MOST_ENTRIES) {
            throw new IOException("'" + name + "' has more than " + MOST_ENTRIES + " entries");
        }
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonNode each : list) {
            descriptors.add(descriptor(each, name));
        }
        return List.copyOf(descriptors);
    }

    private static Optional<Descriptor> one(JsonNode root, String name) throws IOException {
        JsonNode node = root.path(name);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(descriptor(node, name));
    }

    private static Descriptor descriptor(JsonNode node, String name) throws IOException {
        Optional<Digest> digest = text(node, "digest").flatMap(Digest::parse);
        JsonNode size = node.path("size");
        if (digest.isEmpty() || !size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new IOException("'" + name + "' has an entry without a digest (sha256 or sha512) or a size");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        node.path("annotations").properties().forEach(each -> {
            if (each.getValue().isTextual()) {
                annotations.put(each.getKey(), each.getValue().textValue());
            }
        });
        return new Descriptor(
                text(node, "mediaType").orElse(""),
                digest.get(),
                size.longValue(),
                text(node, "artifactType"),
                annotations);
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue());
    }

    /** A manifest for these layers, the same for the same: it holds no time. */
    static ManifestContent write(@Nullable String artifactType, Descriptor config, List<Descriptor> layers) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schemaVersion", 2);
        root.put("mediaType", MediaTypes.MANIFEST);
        if (artifactType != null) {
            root.put("artifactType", artifactType);
        }
        root.set("config", json(config));
        ArrayNode list = root.putArray("layers");
        layers.forEach(layer -> list.add(json(layer)));
        return ManifestContent.of(MediaTypes.MANIFEST, bytes(root));
    }

    /** An index of these manifests. */
    static ManifestContent index(List<Descriptor> manifests) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schemaVersion", 2);
        root.put("mediaType", MediaTypes.INDEX);
        ArrayNode list = root.putArray("manifests");
        manifests.forEach(each -> list.add(json(each)));
        return ManifestContent.of(MediaTypes.INDEX, bytes(root));
    }

    static ObjectNode json(Descriptor descriptor) {
        ObjectNode node = JSON.createObjectNode();
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
        descriptor.artifactType().ifPresent(type -> node.put("artifactType", type));
        if (!descriptor.annotations().isEmpty()) {
            ObjectNode annotations = node.putObject("annotations");
            descriptor.annotations().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(each -> annotations.put(each.getKey(), each.getValue()));
        }
        return node;
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a tree is always written", impossible);
        }
    }
}
