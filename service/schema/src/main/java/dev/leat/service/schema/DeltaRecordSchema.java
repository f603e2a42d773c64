package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema of Delta tables, {@code Delta/1.0}: a struct of fields, held against JSON. Fields that the struct does not have
 * are no violation; the schema says what there is to be, as JSON Schema does.
 */
record DeltaRecordSchema(String place, DeltaType.Struct struct) implements RecordSchema {

    static DeltaRecordSchema read(JsonText text) {
        JsonNode tree = text.tree();
        boolean wrapped =
                tree.path("properties").isObject() && !tree.path("fields").isArray();
        Reader reader = new Reader(text);
        DeltaType.Struct struct = wrapped
                ? reader.struct(tree.get("properties"), JsonPointer.compile("/properties"))
                : reader.struct(tree, JsonPointer.empty());
        if (!reader.broken.isEmpty()) {
            throw new SchemaException(
                    SchemaProblem.BROKEN,
                    String.join("\n  ", reader.broken)
                            + "\n  hint: write {\"$schema\": \"Delta/1.0\", \"type\": \"object\", \"properties\":"
                            + " {\"type\": \"struct\", \"fields\": [{\"name\": ..., \"type\": ..., \"nullable\":"
                            + " true}]}}");
        }
        return new DeltaRecordSchema(text.place(), struct);
    }

    @Override
    public Violations check(JsonNode value) {
        Violations violations = new Violations();
        Work work = Work.of(value);
        try {
            struct.check(value, "", new DeltaType.Found(violations, work));
        } catch (Work.SpentException spent) {
            throw work.tooMuch(place);
        }
        return violations;
    }

    /** Reads types, and reports each thing that is none. */
    private static final class Reader {

        private static final int DEEPEST = 100;

        private final JsonText text;
        private final List<String> broken = new ArrayList<>();
        private int depth;

        Reader(JsonText text) {
            this.text = text;
        }

        DeltaType.Struct struct(JsonNode node, JsonPointer at) {
            Map<String, DeltaType.Field> fields = new LinkedHashMap<>();
            if (!node.path("type").asText().equals("struct")) {
                report(node.has("type") ? at.appendProperty("type") : at, "here belongs \"type\": \"struct\"");
            }
            JsonNode list = node.path("fields");
            if (!list.isArray()) {
                report(node.has("fields") ? at.appendProperty("fields") : at, "a struct has a list of \"fields\"");
            }
            for (int index = 0; list.isArray() && index < list.size(); index++) {
                JsonPointer place = at.appendProperty("fields").appendIndex(index);
                JsonNode field = list.get(index);
                JsonNode name = field.path("name");
                if (!name.isTextual() || name.textValue().isEmpty()) {
                    report(place, "a field has a \"name\"");
                    continue;
                }
                boolean nullable = flag(field, "nullable", place);
                DeltaType type = type(field, "type", place);
                if (fields.put(name.textValue(), new DeltaType.Field(type, nullable)) != null) {
                    report(place, "there are two fields named '" + name.textValue() + "'");
                }
            }
            return new DeltaType.Struct(fields);
        }

        private DeltaType type(JsonNode owner, String key, JsonPointer at) {
            JsonNode node = owner.path(key);
            JsonPointer place = owner.has(key) ? at.appendProperty(key) : at;
            if (depth == DEEPEST) {
                report(place, "types are nested more than " + DEEPEST + " deep");
                return DeltaType.Primitive.STRING;
            }
            depth++;
            try {
                return node.isObject() ? nested(node, place) : named(node, key, place);
            } finally {
                depth--;
            }
        }

        private DeltaType named(JsonNode node, String key, JsonPointer place) {
            if (!node.isTextual()) {
                report(place, "here belongs a \"" + key + "\", such as \"string\"");
                return DeltaType.Primitive.STRING;
            }
            return DeltaType.named(node.textValue()).orElseGet(() -> {
                report(place, "there is no type '" + node.textValue() + "'");
                return DeltaType.Primitive.STRING;
            });
        }

        private DeltaType nested(JsonNode node, JsonPointer place) {
            return switch (node.path("type").asText()) {
                case "struct" -> struct(node, place);
                case "array" ->
                    new DeltaType.Array(type(node, "elementType", place), flag(node, "containsNull", place));
                case "map" -> {
                    DeltaType key = type(node, "keyType", place);
                    if (key != DeltaType.Primitive.STRING) {
                        report(place.appendProperty("keyType"), "JSON has no keys but texts: \"keyType\": \"string\"");
                    }
                    yield new DeltaType.MapOf(type(node, "valueType", place), flag(node, "valueContainsNull", place));
                }
                default -> {
                    report(place, "a nested type is a \"struct\", \"array\" or \"map\"");
                    yield DeltaType.Primitive.STRING;
                }
            };
        }

        /** True where nothing is said. */
        private boolean flag(JsonNode node, String key, JsonPointer at) {
            JsonNode value = node.path(key);
            if (!value.isMissingNode() && !value.isBoolean()) {
                report(at.appendProperty(key), "\"" + key + "\" is true or false");
            }
            return value.asBoolean(true);
        }

        private void report(JsonPointer at, String what) {
            if (broken.size() < Wording.MOST_COMPLAINTS) {
                broken.add(text.position(at) + ": " + what);
            }
        }
    }
}
