package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds keywords of a JSON Schema that draft-07 does not have: nothing is held against them, and most are a slip. Names that
 * begin with {@code x-} are somebody's own.
 */
final class Keywords {

    private static final Set<String> PLAIN = Set.of(
            "$schema",
            "$id",
            "$ref",
            "$comment",
            "title",
            "description",
            "default",
            "readOnly",
            "writeOnly",
            "examples",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxProperties",
            "minProperties",
            "required",
            "const",
            "enum",
            "type",
            "format",
            "contentMediaType",
            "contentEncoding",
            "deprecated");

    /** Their value is a schema, or a list of schemas. */
    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "additionalItems",
            "contains",
            "additionalProperties",
            "propertyNames",
            "if",
            "then",
            "else",
            "not",
            "allOf",
            "anyOf",
            "oneOf");

    /** Their value has schemas under names of the user's. */
    private static final Set<String> NAMED = Set.of("definitions", "properties", "patternProperties", "dependencies");

    /** What other drafts call it, and what to write instead; empty where draft-07 has nothing of the kind. */
    private static final Map<String, String> OTHER_DRAFTS = Map.ofEntries(
            Map.entry("id", "'$id'"),
            Map.entry("$defs", "'definitions'"),
            Map.entry("$anchor", "an '$id' such as \"#name\""),
            Map.entry("dependentRequired", "'dependencies'"),
            Map.entry("dependentSchemas", "'dependencies'"),
            Map.entry("prefixItems", "a list under 'items'"),
            Map.entry("minContains", ""),
            Map.entry("maxContains", ""),
            Map.entry("unevaluatedItems", ""),
            Map.entry("unevaluatedProperties", ""),
            Map.entry("contentSchema", ""),
            Map.entry("$dynamicRef", ""),
            Map.entry("$dynamicAnchor", ""),
            Map.entry("$recursiveRef", ""),
            Map.entry("$recursiveAnchor", ""));

    private final JsonText text;
    private final List<String> found = new ArrayList<>();

    private Keywords(JsonText text) {
        this.text = text;
    }

    /** A sentence with place and hint for each, in the order of the text. */
    static List<String> unknown(JsonText text, JsonNode schema) {
        Keywords keywords = new Keywords(text);
        keywords.collect(schema, JsonPointer.empty());
        return List.copyOf(keywords.found);
    }

    private void collect(JsonNode schema, JsonPointer at) {
        if (schema.isArray()) {
            for (int index = 0; index < schema.size(); index++) {
                collect(schema.get(index), at.appendIndex(index));
            }
            return;
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            JsonPointer inner = at.appendProperty(keyword);
            if (SCHEMAS.contains(keyword)) {
                collect(entry.getValue(), inner);
            } else if (NAMED.contains(keyword)) {
                entry.getValue().properties().forEach(one -> named(one, inner));
            } else if (!PLAIN.contains(keyword)
                    && !keyword.startsWith("x-")
                    && found.size() < Wording.MOST_COMPLAINTS) {
                found.add(text.position(inner) + ": draft-07 has no keyword '" + Wording.cut(keyword, 60)
                        + "', so nothing is held against it\n  hint: " + hint(keyword));
            }
        }
    }

    /** Under {@code dependencies}, a list has names of properties. */
    private void named(Map.Entry<String, JsonNode> one, JsonPointer at) {
        if (one.getValue().isObject()) {
            collect(one.getValue(), at.appendProperty(one.getKey()));
        }
    }

    private static String hint(String keyword) {
        String instead = OTHER_DRAFTS.get(keyword);
        if (instead != null) {
            return instead.isEmpty()
                    ? "it is another draft's; say it with keywords of draft-07, or remove it"
                    : "it is another draft's; write " + instead;
        }
        return Stream.of(PLAIN, SCHEMAS, NAMED)
                .flatMap(Set::stream)
                .sorted()
                .filter(known -> isNear(known, keyword))
                .findFirst()
                .map(known -> "write '" + known + "'")
                .orElse("remove it, or begin it with 'x-' where it is your own");
    }

    /** Whether one slip makes one of the other: a letter too much, too few or wrong, two changed about, or capitals. */
    static boolean isNear(String known, String written) {
        if (known.equalsIgnoreCase(written)) {
            return true;
        }
        int same = 0;
        int shorter = Math.min(known.length(), written.length());
        while (same < shorter && known.charAt(same) == written.charAt(same)) {
            same++;
        }
        String left = known.substring(same);
        String right = written.substring(same);
        return switch (known.length() - written.length()) {
            case 1 -> left.substring(1).equals(right);
            case -1 -> right.substring(1).equals(left);
            case 0 ->
                left.substring(1).equals(right.substring(1))
                        || (left.length() > 1
                                && left.charAt(0) == right.charAt(1)
                                && left.charAt(1) == right.charAt(0)
                                && left.substring(2).equals(right.substring(2)));
            default -> false;
        };
    }
}
