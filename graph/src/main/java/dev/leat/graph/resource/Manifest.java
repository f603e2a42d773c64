package dev.leat.graph.resource;

import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlSequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is written, in one form for YAML and Bicep: what {@code apiVersion}, {@code kind}, {@code metadata} and
 * {@code spec} of a YAML document would say. Reading it again gives the same resource.
 *
 * @param content maps (with texts as keys, in order), lists, texts, {@link BigDecimal}s, booleans and nulls
 */
public record Manifest(Map<String, @Nullable Object> content) {

    private static final String VERSION = ResourceKind.GROUP + "/v1";
    private static final List<String> HEAD = List.of("apiVersion", "kind", "metadata");
    private static final List<String> SECRET_PARTS = List.of("data", "stringData");

    public Manifest {
        content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
    }

    static Optional<Manifest> of(Unread unread) {
        return unread.metadata().map(metadata -> of(unread, metadata));
    }

    private static Manifest of(Unread unread, ResourceMetadata metadata) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("apiVersion", unread.kind().isCore() ? "v1" : VERSION);
        content.put("kind", unread.kind().spelling());
        content.put("metadata", head(metadata));
        if (unread.kind().isCore() && unread.spec() instanceof YamlMapping document) {
            document.entries().stream()
                    .filter(entry -> !HEAD.contains(entry.name()))
                    .forEach(entry -> content.put(entry.name(), plain(entry.value())));
        } else {
            content.put("spec", spec(unread));
        }
        return new Manifest(content);
    }

    private static Map<String, Object> head(ResourceMetadata metadata) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("name", metadata.name().value());
        head.put("namespace", metadata.namespace());
        if (!metadata.labels().isEmpty()) {
            head.put("labels", new TreeMap<>(metadata.labels()));
        }
        if (!metadata.annotations().isEmpty()) {
            head.put("annotations", new TreeMap<>(metadata.annotations()));
        }
        return head;
    }

    /** The owner's name goes into the spec, where it can stand in each language. */
    private static @Nullable Object spec(Unread unread) {
        Object spec = plain(unread.spec());
        if (unread.owner().isEmpty() || !(spec instanceof Map<?, ?> given) || given.containsKey("profileRef")) {
            return spec;
        }
        Map<Object, @Nullable Object> owned = new LinkedHashMap<>();
        owned.put("profileRef", unread.owner().get().value());
        owned.putAll(given);
        return Collections.unmodifiableMap(owned);
    }

    private static @Nullable Object plain(YamlNode node) {
        return switch (node) {
            case YamlScalar scalar -> plain(scalar);
            case YamlSequence(List<YamlNode> items, var position) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(plain(item)));
                yield Collections.unmodifiableList(list);
            }
            case YamlMapping(List<YamlMapping.Entry> entries, var position) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach(entry -> map.put(entry.name(), plain(entry.value())));
                yield Collections.unmodifiableMap(map);
            }
        };
    }

    private static @Nullable Object plain(YamlScalar scalar) {
        return switch (scalar.type()) {
            case TEXT -> scalar.value();
            case BOOLEAN -> scalar.value().equalsIgnoreCase("true");
            case NUMBER -> number(scalar.value());
            case NULL, UNREADABLE -> null;
        };
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException otherForm) {
            // Such as 0x1f or .inf, which no rule takes for what it is.
            return text;
        }
    }

    /**
     * The same with all values of a Secret replaced by how long they are; other kinds as they are. Annotations and labels
     * count as values: other programs write all of the Secret there.
     */
    public Manifest withoutSecrets() {
        if (!ResourceKind.SECRET.spelling().equals(content.get("kind"))) {
            return this;
        }
        Map<String, @Nullable Object> hidden = new LinkedHashMap<>(content);
        SECRET_PARTS.forEach(part -> hide(hidden, part));
        if (hidden.get("metadata") instanceof Map<?, ?> metadata) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            metadata.forEach((key, value) -> named.put(String.valueOf(key), value));
            hide(named, "annotations");
            hide(named, "labels");
            hidden.put("metadata", named);
        }
        return new Manifest(hidden);
    }

    private static void hide(Map<String, @Nullable Object> of, String part) {
        if (of.get(part) instanceof Map<?, ?> values) {
            Map<String, Object> lengths = new LinkedHashMap<>();
            values.forEach((key, value) ->
                    lengths.put(String.valueOf(key), "(" + String.valueOf(value).length() + " characters)"));
            of.put(part, lengths);
        }
    }

    /** Shows no content, which may be secret. */
    @Override
    public String toString() {
        return "Manifest[kind=" + content.get("kind") + "]";
    }
}
