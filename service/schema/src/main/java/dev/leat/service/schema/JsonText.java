package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A JSON text that knows where each of its values stands.
 *
 * @param place the file's name, or another name for where the text came from
 */
record JsonText(String place, String text) {

    /** What is deeper would take all of a thread's stack when it is compiled. */
    private static final int DEEPEST = 250;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Numbers as they were written: {@code 1.0} is an integer to JSON Schema, and 2^64 is not infinite. */
    private static final ObjectReader READER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /**
     * The only value in the text.
     *
     * @throws SchemaException {@link SchemaProblem#NOT_JSON} with the place
     */
    JsonNode tree() {
        try {
            JsonNode tree = READER.readTree(text);
            if (tree.isMissingNode()) {
                throw notJson(1, 1, "there is nothing in it");
            }
            return tree;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw location == null
                    ? notJson(1, 1, firstLine(e.getOriginalMessage()))
                    : notJson(
                            Math.max(1, location.getLineNr()),
                            Math.max(1, location.getColumnNr()),
                            firstLine(e.getOriginalMessage()));
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            throw notJson(1, 1, "a number in it is out of every range");
        }
    }

    private SchemaException notJson(int line, int column, String reason) {
        return new SchemaException(
                SchemaProblem.NOT_JSON,
                place + ":" + line + ":" + column + ": the schema is no JSON: " + reason
                        + "\n  hint: correct the text at this place");
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        int bracket = line.indexOf(" (for ");
        return bracket < 0 ? line : line.substring(0, bracket);
    }

    /** {@code place:line:column} of the value that a pointer leads to; the place alone where it leads nowhere. */
    String position(JsonPointer pointer) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.FIELD_NAME
                        && token != JsonToken.END_OBJECT
                        && token != JsonToken.END_ARRAY
                        && pointerTo(parser, token).equals(pointer)) {
                    JsonLocation start = parser.currentTokenLocation();
                    return place + ":" + start.getLineNr() + ":" + start.getColumnNr();
                }
            }
            return place;
        } catch (IOException unexpected) {
            throw new UncheckedIOException("the text was read before", unexpected);
        }
    }

    /** Inside of a structure that just began, the parser's own pointer is still that of the structure. */
    private static JsonPointer pointerTo(JsonParser parser, JsonToken token) {
        return token.isStructStart()
                ? parser.getParsingContext().getParent().pathAsPointer()
                : parser.getParsingContext().pathAsPointer();
    }
}
