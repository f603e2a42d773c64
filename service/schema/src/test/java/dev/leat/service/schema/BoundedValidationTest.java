package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No record and no schema holds a worker for long, or fills its memory: what would is given up and says so. */
@Timeout(60)
class BoundedValidationTest {

    private static RecordSchema json(String schema) {
        return RecordSchema.read("s.json", schema, Format.JSON_SCHEMA);
    }

    private static JsonNode value(String json) {
        return new JsonText("value", json).tree();
    }

    private static void assertGivenUp(RecordSchema schema, JsonNode value) {
        SchemaException failure = catchThrowableOfType(SchemaException.class, () -> schema.check(value));
        assertThat(failure).isNotNull();
        assertThat(failure.problem()).isEqualTo(SchemaProblem.TOO_MUCH_WORK);
        assertThat(failure)
                .hasMessageStartingWith(
                        "LEAT-SCHEMA-012: s.json: to hold the record against this schema takes more than ")
                .hasMessageContaining("hint: ");
    }

    /** Each level doubles what the last one has to look at. */
    @ParameterizedTest
    @ValueSource(strings = {"anyOf", "oneOf", "allOf"})
    void aSchemaThatRefersToItselfTwiceIsGivenUp(String keyword) {
        RecordSchema schema = json("""
                {"type": ["object", "boolean"], "KEYWORD": [
                  {"properties": {"next": {"$ref": "#"}}, "required": ["a"]},
                  {"properties": {"next": {"$ref": "#"}}, "required": ["b"]}]}""".replace("KEYWORD", keyword));
        assertThat(schema.check(value("{\"next\":".repeat(4) + "1" + "}".repeat(4)))
                        .count())
                .isPositive();
        assertGivenUp(schema, value("{\"next\":".repeat(60) + "1" + "}".repeat(60)));
    }

    @Test
    void whatIsLookedAtTwiceAtEachLevelIsGivenUpWithoutAnyViolation() {
        RecordSchema schema = json("""
                {"not": {"allOf": [{"properties": {"next": {"$ref": "#/definitions/d"}}},
                                   {"properties": {"next": {"$ref": "#/definitions/d"}}}, false]},
                 "definitions": {"d": {"allOf": [{"properties": {"next": {"$ref": "#/definitions/d"}}},
                                                 {"properties": {"next": {"$ref": "#/definitions/d"}}}]}}}""");
        assertGivenUp(schema, value("{\"next\":".repeat(100) + "1" + "}".repeat(100)));
    }

    @Test
    void theFirstViolationsAreToldAndAllAreCounted() {
        JsonNode value = value("[" + "\"x\",".repeat(20_000) + "1]");
        Violations violations = json("{\"items\": {\"type\": \"integer\"}}").check(value);
        assertThat(violations.count()).isEqualTo(20_000);
        assertThat(violations.told()).hasSize(Violations.MOST_TOLD);
        assertThat(Wording.list(violations)).contains("/0: ").endsWith(" more").hasSizeLessThan(4000);
    }

    @Test
    void aLargeRecordMayTakeAsManyStepsAsItIsLarge() {
        String element = "{\"id\":\"sensor-0001\",\"at\":\"2026-11-26T01:02:03Z\",\"values\":[1,2,3]}";
        String list = IntStream.range(0, 50_000).mapToObj(any -> element).collect(Collectors.joining(",", "[", "]"));
        RecordSchema schema = json("""
                {"type": "array", "items": {"type": "object", "required": ["id", "at", "values"],
                 "additionalProperties": false, "properties": {
                  "id": {"type": "string", "pattern": "^[a-z]+-[0-9]{4}$", "minLength": 3, "maxLength": 20},
                  "at": {"type": "string", "format": "date-time"},
                  "values": {"type": "array", "items": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}}}}}""");
        assertThat(schema.violations(value(list))).isEmpty();
    }

    @Test
    void manyEmptyValuesAgainstManyPropertiesAreGivenUp() {
        String names = IntStream.range(0, 30_000)
                .mapToObj(number -> "\"p" + number + "\":true")
                .collect(Collectors.joining(","));
        JsonNode empty = value("[" + "{},".repeat(200_000) + "{}]");
        assertGivenUp(json("{\"items\": {\"properties\": {" + names + "}}}"), empty);
    }

    @Test
    void manyEmptyStructsAgainstManyFieldsAreGivenUp() {
        String fields = IntStream.range(0, 10_000)
                .mapToObj(number -> "{\"name\":\"p" + number + "\",\"type\":\"long\"}")
                .collect(Collectors.joining(","));
        RecordSchema schema = RecordSchema.read(
                "s.json",
                "{\"type\":\"struct\",\"fields\":[{\"name\":\"list\",\"type\":{\"type\":\"array\",\"elementType\":"
                        + "{\"type\":\"struct\",\"fields\":[" + fields + "]}}}]}",
                Format.DELTA);
        assertThat(schema.violations(value("{\"list\":[{}]}"))).isEmpty();
        assertGivenUp(schema, value("{\"list\":[" + "{},".repeat(200_000) + "{}]}"));
    }

    /** Texts of sixteen times Aa or BB have one hash. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder("\"");
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.append('"').toString();
    }

    @Test
    void itemsOfOneHashAreFoundUniqueInNoTime() {
        RecordSchema schema = json("{\"uniqueItems\": true}");
        String texts = IntStream.range(0, 60_000)
                .mapToObj(BoundedValidationTest::colliding)
                .collect(Collectors.joining(",", "[", "]"));
        String objects = IntStream.range(0, 60_000)
                .mapToObj(number -> "{" + colliding(number) + ":1}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(schema.violations(value(texts))).isEmpty();
        assertThat(schema.violations(value(objects))).isEmpty();
    }

    @Test
    void itemsAreTheSameByTheirValue() {
        RecordSchema schema = json("{\"uniqueItems\": true}");
        for (String twice : new String[] {
            "[1, 2, 1.0]", "[{\"a\": 1, \"b\": [2]}, {\"b\": [2e0], \"a\": 1}]", "[null, null]", "[\"a\", \"a\"]"
        }) {
            assertThat(schema.violations(value(twice)))
                    .singleElement()
                    .asString()
                    .startsWith("/: ");
        }
        assertThat(schema.violations(
                        value("[1, \"1\", true, \"true\", null, \"null\", [], {}, [[]], [1], [1, 2], [12]]")))
                .isEmpty();
        assertThat(schema.violations(value("{\"a\": 1}"))).isEmpty();
    }

    @Test
    void aLongEnumerationIsNoWork() {
        String words = IntStream.range(0, 5_000)
                .mapToObj(number -> "\"w" + number + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        String list = IntStream.range(0, 50_000)
                .mapToObj(number -> "\"w" + number % 5_000 + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(json("{\"items\": {\"enum\": " + words + "}}").violations(value(list)))
                .isEmpty();
    }

    @Test
    void vastNumbersOfASchemaAreRefused() {
        for (String number : new String[] {"1e-999999999", "1e401"}) {
            assertThat(catchThrowableOfType(SchemaException.class, () -> json("{\"multipleOf\": " + number + "}")))
                    .hasMessageStartingWith("LEAT-SCHEMA-002: s.json:1:1: a number in it has more than 400 digits");
        }
        assertThat(json("{\"multipleOf\": 1e-300}").violations(value("1e300"))).isEmpty();
    }
}
