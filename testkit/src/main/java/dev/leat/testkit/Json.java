package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;

/** Reads JSON trees whose numbers are as they were written. */
final class Json {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private Json() {}

    /**
     * The tree of the only value in the text.
     *
     * @throws JsonProcessingException where the text is no JSON
     */
    static JsonNode parse(String text) throws JsonProcessingException {
        try {
            JsonNode tree = READER.readTree(text);
            if (tree.isMissingNode()) {
                throw new NotJson("there is nothing in it");
            }
            return tree;
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            throw new NotJson("a number in it is out of every range");
        }
    }

    /** The text as a JSON string, in quotes. */
    static String text(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static final class NotJson extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message);
        }
    }
}
