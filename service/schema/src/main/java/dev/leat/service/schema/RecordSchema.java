package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.List;

/** A schema that records are held against. Immutable and safe for use by many threads. */
public interface RecordSchema {

    /**
     * Reads a schema and checks it against the rules of its format.
     *
     * @param place where it came from, for messages
     * @throws SchemaException with place, line and column of everything that is wrong
     */
    static RecordSchema read(String place, String content, Format format) {
        SchemaFiles.checkSize(place, content);
        JsonText text = new JsonText(place, content);
        return switch (format) {
            case JSON_SCHEMA -> JsonRecordSchema.read(text);
            case DELTA -> DeltaRecordSchema.read(text);
        };
    }

    /**
     * What of the value does not conform; empty where all does.
     *
     * @throws SchemaException {@link SchemaProblem#TOO_MUCH_WORK}
     */
    Violations check(JsonNode value);

    /** As {@link #check}: the first violations in words. */
    default List<String> violations(JsonNode value) {
        return check(value).told();
    }
}
