package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.Locale;
import java.util.Optional;

/** What the formats of schemas are called. */
public final class SchemaFormats {

    private static final String DELTA = "Delta/1.0";
    private static final String JSON_SCHEMA_TYPE = "application/schema+json";
    private static final String DELTA_TYPE = "application/vnd.delta.schema+json";

    private SchemaFormats() {}

    /** The format that a definition or a registry names: {@code JsonSchema/draft-07}, {@code Json}, {@code Delta/1.0}. */
    public static Optional<Format> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "jsonschema/draft-07", "jsonschema", "json" -> Optional.of(Format.JSON_SCHEMA);
            case "delta/1.0", "delta" -> Optional.of(Format.DELTA);
            default -> Optional.empty();
        };
    }

    /** What a registry calls it. */
    public static String name(Format format) {
        return switch (format) {
            case JSON_SCHEMA -> "JsonSchema/draft-07";
            case DELTA -> DELTA;
        };
    }

    /** The media type that modules are told. */
    public static String mediaType(Format format) {
        return switch (format) {
            case JSON_SCHEMA -> JSON_SCHEMA_TYPE;
            case DELTA -> DELTA_TYPE;
        };
    }

    /** The format that modules are told with this media type. */
    public static Optional<Format> ofMediaType(String mediaType) {
        return switch (mediaType) {
            case JSON_SCHEMA_TYPE -> Optional.of(Format.JSON_SCHEMA);
            case DELTA_TYPE -> Optional.of(Format.DELTA);
            default -> Optional.empty();
        };
    }

    /** What a schema is by its own word: {@code $schema}, or a struct. */
    static Format of(JsonNode schema) {
        JsonNode declared = schema.path("$schema");
        if (declared.isTextual()) {
            return declared.textValue().equalsIgnoreCase(DELTA) ? Format.DELTA : Format.JSON_SCHEMA;
        }
        return schema.path("type").asText().equals("struct")
                        && schema.path("fields").isArray()
                ? Format.DELTA
                : Format.JSON_SCHEMA;
    }
}
