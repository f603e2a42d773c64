package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Secrets and ConfigMaps. Findings name keys, and never show a value. */
final class DataReader {

    private static final List<String> HEAD = List.of("apiVersion", "kind", "metadata");
    private static final String OPAQUE = "Opaque";

    private final Fields fields;
    private final Context context;
    private final Map<String, DataValue> values = new LinkedHashMap<>();

    private DataReader(Fields fields) {
        this.fields = fields;
        this.context = fields.context();
    }

    static Optional<Resource> secret(Unread unread) {
        return Fields.of(unread.spec(), unread.context(), "a Secret", keys("type", "immutable", "data", "stringData"))
                .flatMap(fields -> {
                    DataReader reader = new DataReader(fields);
                    String type = fields.string("type").orElse(OPAQUE);
                    fields.flag("immutable", false);
                    reader.readAll("data", true);
                    reader.readAll("stringData", false);
                    return unread.isSound()
                            ? Optional.of(new Secret(unread.metadata().orElseThrow(), type, reader.values))
                            : Optional.empty();
                });
    }

    static Optional<Resource> configMap(Unread unread) {
        return Fields.of(unread.spec(), unread.context(), "a ConfigMap", keys("immutable", "data", "binaryData"))
                .flatMap(fields -> {
                    DataReader reader = new DataReader(fields);
                    fields.flag("immutable", false);
                    reader.readAll("data", false);
                    reader.readAll("binaryData", true);
                    return unread.isSound()
                            ? Optional.of(new ConfigMap(unread.metadata().orElseThrow(), reader.values))
                            : Optional.empty();
                });
    }

    private static List<String> keys(String... own) {
        return Stream.concat(HEAD.stream(), List.of(own).stream()).toList();
    }

    private void readAll(String key, boolean encoded) {
        fields.value(key).ifPresent(node -> {
            if (node instanceof YamlMapping mapping) {
                mapping.entries().forEach(entry -> read(entry, encoded));
            } else if (!Fields.isUnreadable(node)) {
                context.report(
                        ResourceProblem.WRONG_TYPE,
                        node.position(),
                        "The value of " + Quote.of(key) + " must be a mapping from keys to texts.",
                        "Write keys below it.");
            }
        });
    }

    private void read(YamlMapping.Entry entry, boolean encoded) {
        Optional<String> text = text(entry.name(), entry.value());
        if (text.isEmpty()) {
            return;
        }
        Optional<DataValue> value = encoded
                ? decode(entry.name(), text.get(), entry.value().position())
                : Optional.of(DataValue.of(text.get()));
        if (value.isPresent() && values.put(entry.name(), value.get()) != null) {
            context.report(
                    ResourceProblem.VALUE_TWICE,
                    entry.key().position(),
                    "The key " + Quote.of(entry.name()) + " has a value already; this one counts.",
                    "Remove one of the two.");
        }
    }

    private Optional<String> text(String key, YamlNode node) {
        if (node instanceof YamlScalar scalar) {
            switch (scalar.type()) {
                case TEXT -> {
                    return Optional.of(scalar.value());
                }
                case NUMBER, BOOLEAN -> {
                    context.report(
                            ResourceProblem.UNQUOTED_TEXT,
                            scalar.position(),
                            "The value of " + Quote.of(key) + " must be text, and without quotes it is another type.",
                            "Put it in quotes.");
                    return Optional.of(scalar.value());
                }
                case NULL -> {
                    return Optional.of("");
                }
                case UNREADABLE -> {
                    return Optional.empty();
                }
            }
        }
        context.report(
                ResourceProblem.WRONG_TYPE,
                node.position(),
                "The value of " + Quote.of(key) + " must be text.",
                "Write text.");
        return Optional.empty();
    }

    private Optional<DataValue> decode(String key, String text, Position position) {
        try {
            return Optional.of(DataValue.of(Base64.getDecoder().decode(text.replaceAll("\\s", ""))));
        } catch (IllegalArgumentException e) {
            context.report(
                    ResourceProblem.BAD_BASE64,
                    position,
                    "The value of " + Quote.of(key) + " is not base64.",
                    "Encode it, or put it as it is under the key for plain text.");
            return Optional.empty();
        }
    }
}
