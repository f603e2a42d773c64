package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlSequence;
import java.math.BigDecimal;

/** YAML as the JSON that it means: what a test file says inline. */
final class YamlJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private YamlJson() {}

    static JsonNode of(YamlNode node) {
        return switch (node) {
            case YamlMapping mapping -> {
                ObjectNode object = NODES.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.name(), of(entry.value())));
                yield object;
            }
            case YamlSequence sequence ->
                NODES.arrayNode()
                        .addAll(sequence.items().stream().map(YamlJson::of).toList());
            case YamlScalar scalar -> of(scalar);
        };
    }

    private static JsonNode of(YamlScalar scalar) {
        return switch (scalar.type()) {
            case TEXT -> TextNode.valueOf(scalar.value());
            case BOOLEAN -> BooleanNode.valueOf(scalar.value().equalsIgnoreCase("true"));
            case NULL, UNREADABLE -> NullNode.getInstance();
            case NUMBER -> number(scalar.value());
        };
    }

    /** YAML knows numbers that JSON does not, such as {@code 0x1f} and {@code .inf}: those stay as they are written. */
    private static JsonNode number(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException notDecimal) {
            return TextNode.valueOf(text);
        }
    }
}
