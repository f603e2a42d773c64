package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of both formats: what is none is refused with its place, and what does not conform is told in full. */
class RecordSchemaTest {

    private static final String HUMIDITY = """
            {
              "$schema": "http://json-schema.org/draft-07/schema#",
              "type": "object",
              "properties": { "humidity": {"type": "integer"}, "temperature": {"type": "number"} },
              "required": ["unit"]
            }""";

    private static RecordSchema json(String schema) {
        return RecordSchema.read("s.json", schema, Format.JSON_SCHEMA);
    }

    private static RecordSchema delta(String fields) {
        return RecordSchema.read(
                "s.json",
                "{\"$schema\":\"Delta/1.0\",\"type\":\"object\",\"properties\":{\"type\":\"struct\",\"fields\":["
                        + fields + "]}}",
                Format.DELTA);
    }

    private static JsonNode value(String json) {
        return new JsonText("value", json).tree();
    }

    private static SchemaException broken(Runnable reading) {
        SchemaException failure = catchThrowableOfType(SchemaException.class, reading::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void allViolationsAreTold() {
        assertThat(json(HUMIDITY).violations(value("{\"humidity\": 50.5, \"temperature\": \"warm\"}")))
                .hasSize(3)
                .anySatisfy(one -> assertThat(one).startsWith("/humidity: ").contains("integer"))
                .anySatisfy(one -> assertThat(one).startsWith("/temperature: ").contains("number"))
                .anySatisfy(one -> assertThat(one).contains("unit"));
    }

    @Test
    void whatConformsHasNoViolations() {
        assertThat(json(HUMIDITY).violations(value("{\"humidity\": 50.0, \"unit\": \"C\", \"more\": 1}")))
                .isEmpty();
    }

    @Test
    void aTextThatIsNoJsonIsRefusedWithItsPlace() {
        SchemaException failure = broken(() -> json("{\n  \"type\": nonsense\n}"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.NOT_JSON);
        assertThat(failure).hasMessageContaining("s.json:2:");
    }

    @Test
    void aSchemaThatBreaksTheRulesIsRefusedWithTheLineAndColumnOfEachPlace() {
        SchemaException failure = broken(
                () -> json("{\n  \"type\": \"objekt\",\n  \"properties\": {\n    \"a\": {\"minimum\": \"1\"}\n  }\n}"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.BROKEN);
        assertThat(failure).hasMessageContaining("s.json:2:11").hasMessageContaining("s.json:4:22");
    }

    @Test
    void anotherDraftIsRefused() {
        SchemaException failure = broken(() -> json("{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.UNKNOWN_FORMAT);
        assertThat(failure).hasMessageContaining("s.json:1:13").hasMessageContaining("draft-07");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/schema.json",
                "file:///etc/passwd",
                "classpath:/draft-07/schema",
                "other.json",
                "#/definitions/missing",
                "#nowhere"
            })
    void aReferenceThatLeadsOutIsRefusedWithItsPlace(String reference) {
        SchemaException failure =
                broken(() -> json("{\n\"properties\": {\"a\": {\"$ref\": \"" + reference + "\"}}\n}"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.EXTERNAL_REFERENCE);
        assertThat(failure).hasMessageContaining("s.json:2:30");
    }

    @Test
    void referencesWithinTheSchemaAreFollowed() {
        RecordSchema schema = json("""
                {"definitions": {"celsius": {"type": "number", "minimum": -273.15}, "named": {"$id": "#named", "type": "string"}},
                 "properties": {"t": {"$ref": "#/definitions/celsius"}, "self": {"$ref": "#"}, "n": {"$ref": "#named"}}}""");
        assertThat(schema.violations(value("{\"t\": -300, \"n\": 1, \"self\": {\"t\": -301}}")))
                .extracting(one -> one.substring(0, one.indexOf(':')))
                .containsExactlyInAnyOrder("/t", "/n", "/self/t");
        assertThat(schema.violations(value("{\"t\": 1, \"n\": \"\", \"self\": {\"t\": 2}}")))
                .isEmpty();
    }

    @Test
    void aSchemaThatIsNothingButItselfIsNoEndlessLoop() {
        try {
            assertThat(json("{\"$ref\": \"#\"}").violations(value("1"))).isNotEmpty();
        } catch (SchemaException refused) {
            assertThat(refused.problem()).isEqualTo(SchemaProblem.BROKEN);
        }
    }

    @Test
    void formatsAreChecked() {
        assertThat(json("{\"format\": \"date-time\"}").violations(value("\"yesterday\"")))
                .hasSize(1);
    }

    /** The library's own formats are none of draft-07, and one of them takes minutes for this text. */
    @Test
    @Timeout(10)
    void otherFormatsThanThoseOfTheDraftAreNotLookedAt() {
        for (String format : List.of("utc-millisec", "style", "color", "my-own")) {
            assertThat(json("{\"format\": \"" + format + "\"}").violations(value('"' + "1".repeat(100_000) + "!\"")))
                    .isEmpty();
        }
        for (String format : List.of("ipv4", "uuid", "duration", "uri", "json-pointer", "hostname")) {
            assertThat(json("{\"format\": \"" + format + "\"}").violations(value("\"? ?\"")))
                    .as(format)
                    .hasSize(1);
        }
    }

    @Test
    void largeSchemasAreRefused() {
        SchemaException failure = broken(() -> json("{\"description\": \"" + "x".repeat(1 << 20) + "\"}"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string|\"a\"|1",
                "boolean|true|\"true\"",
                "byte|-128|128",
                "short|32767|-32769",
                "integer|2147483647|2147483648",
                "integer|1e2|1.5",
                "long|9223372036854775807|9223372036854775808",
                "long|1.0|1e999999999",
                "double|1|\"1\"",
                "float|1.5|null",
                "binary|\"AQID\"|\"!\"",
                "date|\"2026-11-26\"|\"2026-13-01\"",
                "timestamp|\"2026-11-26T01:02:03Z\"|\"now\"",
                "timestamp|\"2026-11-26 01:02:03.5+02:00\"|1",
                "timestamp_ntz|\"2026-11-26T01:02:03\"|\"2026-11-26T01:02:03Z\"",
                "decimal(5,2)|123.45|123.456",
                "decimal(5,2)|\"999.99\"|1000",
                "decimal(3,0)|1e2|1e999999999",
                "decimal|1234567890|12345678901"
            })
    void eachTypeOfDeltaTakesItsOwnValues(String type, String good, String bad) {
        RecordSchema schema = delta("{\"name\":\"v\",\"type\":\"" + type + "\",\"nullable\":false}");
        assertThat(schema.violations(value("{\"v\":" + good + "}"))).isEmpty();
        assertThat(schema.violations(value("{\"v\":" + bad + "}")))
                .singleElement()
                .asString()
                .startsWith("/v: ");
    }

    @Test
    void nullabilityHoldsForFieldsElementsAndValues() {
        RecordSchema schema = delta("""
                {"name":"need","type":"long","nullable":false}, {"name":"may","type":"long","nullable":true},
                {"name":"list","type":{"type":"array","elementType":"long","containsNull":false}},
                {"name":"map","type":{"type":"map","keyType":"string","valueType":"long","valueContainsNull":false}},
                {"name":"a/b","type":{"type":"struct","fields":[{"name":"in","type":"string","nullable":false}]}}""");
        assertThat(schema.violations(value("{\"need\":1,\"may\":null}"))).isEmpty();
        assertThat(schema.violations(
                        value("{\"need\":null,\"list\":[1,null],\"map\":{\"k\":null},\"a/b\":{},\"extra\":1}")))
                .containsExactly(
                        "/need: is null, and is not nullable",
                        "/list/1: is null, and is not nullable",
                        "/map/k: is null, and is not nullable",
                        "/a~1b/in: is missing, and is not nullable");
    }

    @Test
    void aStructAloneIsADeltaSchemaToo() {
        String struct = "{\"type\":\"struct\",\"fields\":[{\"name\":\"v\",\"type\":\"long\"}]}";
        assertThat(SchemaFormats.of(value(struct))).isEqualTo(Format.DELTA);
        assertThat(RecordSchema.read("s.json", struct, Format.DELTA).violations(value("[]")))
                .isEqualTo(List.of("/: is an array, and should be an object"));
    }

    @Test
    void aBrokenDeltaSchemaIsRefusedWithEachPlace() {
        SchemaException failure = broken(() -> delta(
                "\n{\"name\":\"a\",\"type\":\"lang\"},\n{\"type\":\"long\"},\n{\"name\":\"a\",\"type\":\"long\"}"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.BROKEN);
        assertThat(failure)
                .hasMessageContaining("s.json:2:20: there is no type 'lang'")
                .hasMessageContaining("s.json:3:1: a field has a \"name\"")
                .hasMessageContaining("s.json:4:1: there are two fields named 'a'");
    }

    @Test
    void aSchemaThatIsNestedTooDeeplyIsRefusedWithItsPlace() {
        for (String content : List.of(
                "{\"not\":".repeat(900) + "{}" + "}".repeat(900), "{\"not\":".repeat(251) + "{}" + "}".repeat(251))) {
            assertThatThrownBy(() -> RecordSchema.read("plant:1", content, Format.JSON_SCHEMA))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("LEAT-SCHEMA-001: plant:1:");
        }
        String deep = "{\"not\":".repeat(249) + "{}" + "}".repeat(249);
        assertThat(RecordSchema.read("plant:1", deep, Format.JSON_SCHEMA)
                        .violations(JsonNodeFactory.instance.numberNode(1)))
                .isNotNull();
    }

    @Test
    void deltaTypesNestedWithoutEndAreRefused() {
        String deep = "{\"type\":\"array\",\"elementType\":".repeat(200) + "\"long\"" + "}".repeat(200);
        assertThatThrownBy(() -> delta("{\"name\":\"a\",\"type\":" + deep + "}"))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("more than 100 deep");
    }
}
