package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds {@code $ref}s of a JSON Schema that lead out of it, or nowhere. */
final class References {

    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema";

    /** A reference, the identifier that it is relative to, and where it stands. */
    private record Reference(JsonPointer pointer, URI base, String text) {}

    private final JsonNode root;
    private final Set<String> identifiers = new HashSet<>();
    private final List<Reference> references = new ArrayList<>();

    private References(JsonNode root) {
        this.root = root;
    }

    /** @throws SchemaException {@link SchemaProblem#EXTERNAL_REFERENCE} with each place */
    static void check(JsonText text, JsonNode schema) {
        References found = new References(schema);
        found.identifiers.add("");
        found.collect(schema, URI.create(""), JsonPointer.empty());
        List<String> lines = new ArrayList<>();
        for (Reference reference : found.references) {
            if (lines.size() < Wording.MOST_COMPLAINTS && !found.leadsInside(reference)) {
                lines.add(text.position(reference.pointer()) + ": $ref '" + reference.text()
                        + "' leads to nothing in this schema");
            }
        }
        if (!lines.isEmpty()) {
            throw new SchemaException(
                    SchemaProblem.EXTERNAL_REFERENCE,
                    String.join("\n  ", lines)
                            + "\n  hint: Leat fetches no schemas: put what is referred to under 'definitions', and"
                            + " write \"#/definitions/NAME\"");
        }
    }

    private void collect(JsonNode node, URI base, JsonPointer at) {
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                collect(node.get(index), base, at.appendIndex(index));
            }
            return;
        }
        if (!node.isObject()) {
            return;
        }
        JsonNode reference = node.path("$ref");
        if (reference.isTextual()) {
            references.add(new Reference(at.appendProperty("$ref"), base, reference.textValue()));
        }
        URI inner = base;
        JsonNode identifier = node.path("$id");
        if (identifier.isTextual()) {
            inner = resolve(base, identifier.textValue());
            identifiers.add(withoutEmptyFragment(inner));
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            // Values of these are data, and no schemas.
            if (!entry.getKey().equals("enum")
                    && !entry.getKey().equals("const")
                    && !entry.getKey().equals("default")
                    && !entry.getKey().equals("examples")) {
                collect(entry.getValue(), inner, at.appendProperty(entry.getKey()));
            }
        }
    }

    private boolean leadsInside(Reference reference) {
        if (reference.text().startsWith(DRAFT_07)) {
            return true;
        }
        if (reference.text().equals("#")) {
            return true;
        }
        if (reference.text().startsWith("#/") && identifiers.size() <= 2) {
            try {
                String fragment = String.valueOf(URI.create(reference.text()).getFragment());
                return !root.at(JsonPointer.compile(fragment)).isMissingNode();
            } catch (IllegalArgumentException noPointer) {
                return false;
            }
        }
        URI target = resolve(reference.base(), reference.text());
        String text = withoutEmptyFragment(target);
        int fragment = text.indexOf('#');
        return identifiers.contains(text)
                || (fragment >= 0
                        && text.startsWith("/", fragment + 1)
                        && identifiers.contains(text.substring(0, fragment)));
    }

    private static URI resolve(URI base, String text) {
        try {
            // An empty path does not resolve as RFC 3986 has it.
            return text.startsWith("#") ? URI.create(withoutFragment(base) + text) : base.resolve(text);
        } catch (IllegalArgumentException noUri) {
            return URI.create("invalid:");
        }
    }

    private static String withoutFragment(URI uri) {
        String text = uri.toString();
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    private static String withoutEmptyFragment(URI uri) {
        String text = uri.toString();
        return text.endsWith("#") ? text.substring(0, text.length() - 1) : text;
    }
}
