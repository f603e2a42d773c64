package dev.leat.graph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The formats that schemas in definitions are known to have, and whether a schema's text is well formed in its own. */
final class SchemaFormats {

    /**
     * Those of the schema registry, then those of the resources' {@code serializationFormat}. Schemas of all but Parquet
     * are written in JSON.
     */
    static final List<String> NAMES =
            List.of("JsonSchema/draft-07", "Delta/1.0", "JsonSchema", "Json", "Delta", "Avro", "Parquet");

    private static final String NOT_WRITTEN_IN_JSON = "Parquet";
    private static final JsonFactory JSON = new JsonFactory();

    private SchemaFormats() {}

    /** The known format that a word names, in upper or lower case. */
    static Optional<String> canonical(String word) {
        return NAMES.stream().filter(name -> name.equalsIgnoreCase(word)).findFirst();
    }

    /** Reports text that is not JSON where the format says that it is. */
    static void check(YamlNode value, Text format, Findings findings) {
        boolean isJson = canonical(format.value())
                .filter(name -> !name.equals(NOT_WRITTEN_IN_JSON))
                .isPresent();
        if (!isJson || !(value instanceof YamlScalar scalar)) {
            return;
        }
        try (JsonParser parser = JSON.createParser(scalar.value())) {
            JsonToken first = parser.nextToken();
            parser.skipChildren();
            if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_TRUE && first != JsonToken.VALUE_FALSE) {
                report(scalar.position(), "The schema is JSON, but neither an object nor a boolean.", findings);
            }
            if (parser.nextToken() != null) {
                report(scalar.position(), "The schema is JSON, but more follows after its end.", findings);
            }
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            report(
                    location == null
                            ? scalar.position()
                            : scalar.positionWithin(
                                    Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr())),
                    "The schema does not parse as JSON: " + firstSentence(e.getOriginalMessage()) + ".",
                    findings);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Jackson's messages go on about its own settings after the first line or in brackets. */
    private static String firstSentence(String message) {
        String line = message.lines().findFirst().orElse("");
        int bracket = line.indexOf(" (for ");
        return bracket < 0 ? line : line.substring(0, bracket);
    }

    private static void report(Position position, String message, Findings findings) {
        findings.report(
                GraphProblem.SCHEMA_NOT_JSON,
                position,
                message,
                "Correct the JSON; a block that begins with '|' needs no escapes.");
    }
}
