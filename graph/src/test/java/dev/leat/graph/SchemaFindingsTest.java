package dev.leat.graph;

import static dev.leat.graph.Sample.changed;
import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.message;
import static dev.leat.graph.Sample.read;
import static dev.leat.graph.Sample.simple;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code schemas}. */
class SchemaFindingsTest {

    private static final String WITH_SCHEMA = simple("{ name: source }", "{ name: source, schemaName: reading }") + """
            schemas:
              - name: reading
                format: JsonSchema/draft-07
                schema: |
                  {
                    "type": "object"
                  }
            """;

    @Test
    void aSchemaIsReadAndFound() {
        assertThat(findings(WITH_SCHEMA)).isEmpty();
        GraphDefinition definition = read(WITH_SCHEMA).orThrow();
        assertThat(definition.schema(definition.connections().getFirst()))
                .hasValueSatisfying(schema -> assertThat(schema.content()).isEqualTo("{\n  \"type\": \"object\"\n}\n"));
        assertThat(definition.schema(definition.connections().getLast())).isEmpty();
    }

    @Test
    void aReferenceToARegistryIsForTheStartToFind() {
        String text = simple("{ name: source }", "{ name: source, schemaName: 'oven:2' }");
        assertThat(findings(text)).isEmpty();
        assertThat(read(text).orThrow().connections().getFirst().schema()).contains("oven:2");
    }

    @Test
    void aConnectionCanAskForItsValidation() {
        String text = changed(WITH_SCHEMA, "schemaName: reading", "schemaName: reading, leat.dev/validate: true");
        assertThat(findings(text)).containsExactly("17:48 info VALIDATED_CONNECTION");
        assertThat(read(text).orThrow().connections())
                .extracting(Connection::validate)
                .startsWith(true)
                .endsWith(false);
        assertThat(read(WITH_SCHEMA).orThrow().connections().getFirst().validate())
                .isFalse();
    }

    @Test
    void aValidationNeedsASchema() {
        assertThat(findings(simple("{ name: source }", "{ name: source, leat.dev/validate: true }")))
                .containsExactly("17:27 error VALIDATED_CONNECTION");
    }

    @Test
    void aNamedSchemaExists() {
        String broken = changed(WITH_SCHEMA, "schemaName: reading", "schemaName: readings");
        assertThat(findings(broken)).containsExactly("17:39 error UNKNOWN_SCHEMA", "22:11 warning UNUSED_SCHEMA");
        assertThat(read(broken).diagnostics().getFirst().hint()).isEqualTo("Did you mean 'reading'?");
    }

    @Test
    void aSchemaIsListedOnce() {
        assertThat(findings(WITH_SCHEMA + "  - { name: reading, format: Json, schema: '{}' }\n"))
                .containsExactly("28:13 error DUPLICATE_SCHEMA");
    }

    @Test
    void aSchemaThatNothingUsesIsPointedOut() {
        assertThat(findings(WITH_SCHEMA + "  - { name: other, format: Json, schema: '{}' }\n"))
                .containsExactly("28:13 warning UNUSED_SCHEMA");
    }

    @Test
    void otherFormatsArePassedOn() {
        String other = changed(WITH_SCHEMA, "JsonSchema/draft-07", "protobuf");
        assertThat(findings(other)).containsExactly("23:13 warning UNKNOWN_SCHEMA_FORMAT");
        assertThat(hint(changed(WITH_SCHEMA, "JsonSchema/draft-07", "JsonSchema/draft-7")))
                .isEqualTo("Did you mean 'JsonSchema/draft-07'?");
        assertThat(findings(changed(WITH_SCHEMA, "JsonSchema/draft-07", "jsonschema/draft-07")))
                .containsExactly("23:13 warning UNUSUAL_SPELLING");
    }

    @Test
    void theTextOfASchemaParsesWhereItIsJson() {
        String broken = changed(WITH_SCHEMA, "\"object\"", "object");
        assertThat(findings(broken))
                .singleElement()
                .asString()
                .startsWith("26:")
                .endsWith("error SCHEMA_NOT_JSON");
        assertThat(message(broken)).startsWith("The schema does not parse as JSON: Unrecognized token 'object'");
        assertThat(findings(changed(broken, "JsonSchema/draft-07", "protobuf")))
                .containsExactly("23:13 warning UNKNOWN_SCHEMA_FORMAT");
    }

    @Test
    void thePlaceInsideABlockIsExact() {
        assertThat(findings(changed(WITH_SCHEMA, "\"type\": \"object\"", "\"type\": ]")))
                .containsExactly("26:17 error SCHEMA_NOT_JSON");
    }

    @Test
    void aSchemaIsAnObject() {
        String text = changed(WITH_SCHEMA, "schema: |", "schema: '[1]'\n    more: |");
        assertThat(findings(text)).containsExactly("24:13 error SCHEMA_NOT_JSON");
        assertThat(findings(changed(text, "'[1]'", "'{} {}'"))).containsExactly("24:13 error SCHEMA_NOT_JSON");
        assertThat(findings(changed(text, "'[1]'", "'{'"))).containsExactly("24:13 error SCHEMA_NOT_JSON");
        assertThat(findings(changed(text, "'[1]'", "'" + "[".repeat(5_000) + "'")))
                .containsExactly("24:13 error SCHEMA_NOT_JSON");
        assertThat(findings(changed(text, "'[1]'", "'true'"))).isEmpty();
    }

    @Test
    void everyPartIsRequired() {
        assertThat(findings(changed(WITH_SCHEMA, "    format: JsonSchema/draft-07\n", "")))
                .containsExactly("22:5 error MISSING_KEY");
    }
}
