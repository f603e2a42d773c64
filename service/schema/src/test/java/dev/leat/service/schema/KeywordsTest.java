package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keywords that draft-07 does not have: told with place and hint, and not looked at. */
class KeywordsTest {

    private static List<String> unknown(String schema) {
        JsonText text = new JsonText("s.json", schema);
        return Keywords.unknown(text, text.tree());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minimun|write 'minimum'",
                "maxlength|write 'maxLength'",
                "requird|write 'required'",
                "tpye|write 'type'",
                "enums|write 'enum'",
                "$defs|it is another draft's; write 'definitions'",
                "unevaluatedProperties|it is another draft's; say it with keywords of draft-07, or remove it",
                "unit|remove it, or begin it with 'x-' where it is your own"
            })
    void eachIsToldWithItsPlaceAndAHint(String keyword, String hint) {
        assertThat(unknown("{\n  \"" + keyword + "\":  1}"))
                .containsExactly("s.json:2:" + (8 + keyword.length()) + ": draft-07 has no keyword '" + keyword
                        + "', so nothing is held against it\n  hint: " + hint);
    }

    @Test
    void theyAreFoundWhereSchemasAreAndNowhereElse() {
        assertThat(unknown("""
                {"properties": {"a": {"k1": 1}, "k": {"items": [{"k2": 1}, true]}},
                 "dependencies": {"a": ["b"], "c": {"k3": 1}}, "allOf": [{"not": {"k4": 1}}],
                 "if": {"additionalProperties": {"k5": 1}}, "definitions": {"d": {"k6": 1}}}"""))
                .extracting(one -> one.replaceAll("(?s).*keyword '(k.)'.*", "$1"))
                .containsExactly("k1", "k2", "k3", "k4", "k5", "k6");
        assertThat(unknown("""
                {"$schema": "http://json-schema.org/draft-07/schema#", "title": "t", "x-unit": "C", "required": ["k"],
                 "properties": {"minimun": true}, "const": {"k": 1}, "enum": [{"k": 1}], "default": {"k": 1},
                 "examples": [{"k": 1}]}""")).isEmpty();
    }

    @Test
    void aSchemaWithSuchKeywordsIsTaken() {
        RecordSchema schema = RecordSchema.read(
                "s.json", "{\"minimun\": 5, \"maximum\": 9, \"unit\": {\"$ref\": \"#\"}}", Format.JSON_SCHEMA);
        assertThat(schema.violations(new JsonText("v", "1").tree())).isEmpty();
        assertThat(schema.violations(new JsonText("v", "10").tree())).hasSize(1);
    }
}
