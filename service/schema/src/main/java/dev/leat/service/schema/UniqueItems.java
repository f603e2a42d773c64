package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.UniqueItemsValidator;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keyword {@code uniqueItems} by the items' texts: the library compares the items themselves, which takes for ever where
 * somebody chose them to have one hash, and takes 1 and 1.0 for two numbers.
 */
final class UniqueItems extends AbstractKeyword {

    UniqueItems() {
        super("uniqueItems");
    }

    @Override
    public KeywordValidator newValidator(SchemaLocation location, JsonNode said, Schema parent, SchemaContext context) {
        return new Validator(location, said, parent, context);
    }

    private static final class Validator extends UniqueItemsValidator {

        Validator(SchemaLocation location, JsonNode said, Schema parent, SchemaContext context) {
            super(location, said, parent, context);
        }

        @Override
        public void validate(ExecutionContext context, JsonNode node, JsonNode root, NodePath at) {
            if (!node.isArray()) {
                return;
            }
            Set<String> texts = new HashSet<>();
            for (JsonNode item : node) {
                StringBuilder text = new StringBuilder();
                write(item, text);
                if (CountedPattern.WORK.isBound()) {
                    CountedPattern.WORK.get().spend(text.length());
                }
                if (!texts.add(text.toString())) {
                    // The library's own words for it.
                    JsonNode twice =
                            JsonNodeFactory.instance.arrayNode().add(item).add(item);
                    super.validate(context, twice, root, at);
                    return;
                }
            }
        }
    }

    /** The same for equal values: neither the order of properties nor how a number is written counts. */
    private static void write(JsonNode value, StringBuilder text) {
        if (value.isArray()) {
            text.append('[');
            for (JsonNode item : value) {
                write(item, text);
                text.append(',');
            }
            text.append(']');
        } else if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(one -> sorted.put(one.getKey(), one.getValue()));
            text.append('{');
            sorted.forEach((name, one) -> {
                text.append(JsonNodeFactory.instance.textNode(name)).append(':');
                write(one, text);
                text.append(',');
            });
            text.append('}');
        } else if (value.isNumber()) {
            text.append(value.decimalValue().stripTrailingZeros());
        } else {
            text.append(value);
        }
    }
}
