package dev.leat.graph;

import static dev.leat.graph.Sample.SIMPLE;
import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.message;
import static dev.leat.graph.Sample.read;
import static dev.leat.graph.Sample.simple;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and types, the same for every part of a definition. */
class ShapeFindingsTest {

    @Test
    void theSampleHasNoFindings() {
        assertThat(findings(SIMPLE)).isEmpty();
        assertThat(findings(Sample.BRANCHED)).isEmpty();
    }

    @Test
    void somethingThatIsNoMappingIsNoDefinition() {
        assertThat(findings("- a\n- b\n")).containsExactly("1:1 error NOT_A_GRAPH_DEFINITION");
        assertThat(findings("some words")).containsExactly("1:1 error NOT_A_GRAPH_DEFINITION");
        assertThat(findings("\0asm\1\0\0\0")).containsExactly("1:1 error NOT_A_GRAPH_DEFINITION");
    }

    @Test
    void aResourceIsRecognised() {
        String resource = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowGraph\nspec: {}\n";
        assertThat(findings(resource)).containsExactly("2:1 error NOT_A_GRAPH_DEFINITION");
        assertThat(message(resource)).contains("'DataflowGraph'");
    }

    @Test
    void eachRequiredPartIsMissed() {
        assertThat(findings("description: nothing else\n"))
                .containsExactly(
                        "1:1 error MISSING_KEY",
                        "1:1 error MISSING_KEY",
                        "1:1 error MISSING_KEY",
                        "1:1 error MISSING_KEY",
                        "1:1 error UNKNOWN_KEY");
    }

    @Test
    void eachRequiredKeyIsMissedInItsObject() {
        assertThat(findings(simple("  name: Simple graph\n", ""))).containsExactly("2:3 error MISSING_KEY");
        assertThat(findings(simple("  version: 1.0.0\n", ""))).containsExactly("2:3 error MISSING_KEY");
        assertThat(findings(simple("  $schema:", "  description:"))).containsExactly("2:3 error MISSING_KEY");
        assertThat(findings(simple("  apiVersion: 1.1.0\n", ""))).containsExactly("6:3 error MISSING_KEY");
        assertThat(findings(simple("  runtimeVersion: 1.1.0\n", ""))).containsExactly("6:3 error MISSING_KEY");
        assertThat(findings(simple("operationType: map\n    name", "name"))).containsExactly("11:5 error MISSING_KEY");
        assertThat(findings(simple("to: { name: sink }", "to: {}"))).contains("20:9 error MISSING_KEY");
        assertThat(findings(simple("from: { name: source }\n    to", "to"))).contains("17:5 error MISSING_KEY");
    }

    @Test
    void aRequiredKeyWithoutValueIsMissed() {
        assertThat(findings(simple("name: Simple graph", "name:"))).containsExactly("3:3 error MISSING_KEY");
        assertThat(findings(simple("name: Simple graph", "name: ~"))).containsExactly("3:3 error MISSING_KEY");
        assertThat(message(simple("name: Simple graph", "name:")))
                .isEqualTo("The key 'name' of metadata has no value.");
    }

    @Test
    void unknownKeysAreReportedInEveryClosedObject() {
        assertThat(findings(SIMPLE + "extra: 1\n")).containsExactly("21:1 error UNKNOWN_KEY");
        assertThat(findings(simple("  name: Simple", "  author: me\n  name: Simple")))
                .containsExactly("3:3 error UNKNOWN_KEY");
        assertThat(findings(simple("  apiVersion", "  extra: 1\n  apiVersion")))
                .containsExactly("6:3 error UNKNOWN_KEY");
        assertThat(findings(simple("    module:", "    extra: 1\n    module:")))
                .containsExactly("13:5 error UNKNOWN_KEY");
        assertThat(findings(simple("    to:", "    extra: 1\n    to:"))).containsExactly("18:5 error UNKNOWN_KEY");
        assertThat(findings(simple("{ name: source }", "{ name: source, extra: 1 }")))
                .containsExactly("17:27 error UNKNOWN_KEY");
        assertThat(findings(simple("to: { name: sink }", "to: { name: sink, arm: \"True\" }")))
                .containsExactly("20:23 error UNKNOWN_KEY");
        assertThat(findings(simple("operations:", "  features: [{ name: wasi-nn, extra: 1 }]\noperations:")))
                .containsExactly("8:31 error UNKNOWN_KEY");
    }

    @Test
    void aMistypedKeyIsOneFindingAndIsReadAsMeant() {
        String broken = simple("operationType: map", "operationtype: map");
        assertThat(findings(broken)).containsExactly("11:5 error UNKNOWN_KEY");
        assertThat(hint(broken)).isEqualTo("Did you mean 'operationType'?");
    }

    @Test
    void anUnknownKeyThatIsNearNothingListsTheKnownOnes() {
        assertThat(hint(simple("    to:", "    banana: 1\n    to:"))).isEqualTo("Known keys: from, to.");
    }

    @Test
    void mergeKeysAreExplained() {
        assertThat(hint(simple("{ name: source }", "{ name: source, <<: x }"))).contains("no merge keys");
    }

    @Test
    void openObjectsTakeFurtherKeysAndPointOutMistypedOnes() {
        String open = SIMPLE + """
                moduleConfigurations:
                  - name: convert
                    owner: me
                    parameters:
                      unit: { name: unit, banana: 1, defualt: C }
                """;
        assertThat(findings(open)).containsExactly("25:38 warning MISSPELLED_KEY");
        assertThat(hint(open)).isEqualTo("Did you mean 'default'?");
    }

    @Test
    void listsMappingsAndTextsAreToldApart() {
        assertThat(findings(simple("metadata:", "metadata: text\nmetadataX:"))).contains("1:11 error WRONG_TYPE");
        assertThat(findings(simple("name: Simple graph", "name: [a]"))).containsExactly("3:9 error WRONG_TYPE");
        assertThat(findings(simple("name: Simple graph", "name: { a: b }"))).containsExactly("3:9 error WRONG_TYPE");
        assertThat(findings(SIMPLE + "schemas: {}\n")).containsExactly("21:10 error WRONG_TYPE");
        assertThat(findings(simple("  - operationType: sink", "  - 1\n  - operationType: sink")))
                .containsExactly("14:5 error WRONG_TYPE");
    }

    @Test
    void operationsThatAreNoListHideNothingElse() {
        String broken = simple("operations:", "operations: none\noperations2:");
        assertThat(findings(Sample.changed(broken, "apiVersion: 1.1.0", "apiVersion: x")))
                .containsExactly("6:15 error NOT_A_VERSION", "8:13 error WRONG_TYPE", "9:1 error UNKNOWN_KEY");
    }

    @Test
    void aConnectionEndWithoutItsKeyIsUnderstoodAndReported() {
        assertThat(findings(simple("to: { name: sink }", "to: sink"))).containsExactly("20:9 error WRONG_TYPE");
        assertThat(hint(simple("to: { name: sink }", "to: sink"))).isEqualTo("Write 'to: { name: ... }'.");
    }

    @Test
    void numbersAndBooleansPassForTextWithAWarning() {
        assertThat(findings(simple("version: 1.0.0", "version: 1.10"))).containsExactly("4:12 warning UNQUOTED_TEXT");
        assertThat(read(simple("version: 1.0.0", "version: 1.10"))
                        .orThrow()
                        .metadata()
                        .version())
                .isEqualTo("1.10");
        assertThat(findings(simple("name: Simple graph", "name: true"))).containsExactly("3:9 warning UNQUOTED_TEXT");
        assertThat(hint(simple("version: 1.0.0", "version: 1.0"))).isEqualTo("Write \"1.0\" in quotes.");
    }

    @Test
    void textPassesForABooleanWithAWarning() {
        String parameter = SIMPLE + """
                moduleConfigurations:
                  - name: convert
                    parameters:
                      unit: { name: unit, default: C, required: "true" }
                """;
        assertThat(findings(parameter)).containsExactly("24:49 warning QUOTED_BOOLEAN");
        assertThat(findings(Sample.changed(parameter, "\"true\"", "maybe"))).containsExactly("24:49 error WRONG_TYPE");
        assertThat(findings(Sample.changed(parameter, "\"true\"", "1"))).containsExactly("24:49 error WRONG_TYPE");
    }

    @Test
    void namesCannotBeEmpty() {
        assertThat(findings(simple("name: Simple graph", "name: \"\""))).containsExactly("3:9 error EMPTY_TEXT");
        assertThat(findings(simple("module: temperature:1.0.0", "module: ' '")))
                .containsExactly("13:13 error EMPTY_TEXT");
        assertThat(findings(simple("operationType: map", "operationType: ''")))
                .containsExactly("11:20 error EMPTY_TEXT");
        assertThat(findings(simple("{ name: source }", "{ name: source, schemaName: '' }")))
                .containsExactly("17:39 error EMPTY_TEXT");
    }

    @Test
    void namesCannotBeEndless() {
        String longName = "x".repeat(257);
        assertThat(findings(simple("name: Simple graph", "name: " + longName)))
                .containsExactly("3:9 error TEXT_TOO_LONG");
        assertThat(findings(simple("name: Simple graph", "name: " + longName.substring(1))))
                .isEmpty();
        assertThat(findings(simple("module: temperature", "module: " + "x".repeat(512))))
                .containsExactly("13:13 error TEXT_TOO_LONG");
    }

    @Test
    void everythingIsReportedAtOnce() {
        String broken = SIMPLE;
        for (List<String> change : List.of(
                List.of("version: 1.0.0", "verison: 1.0.0"),
                List.of("apiVersion: 1.1.0", "apiVersion: 2.0.0"),
                List.of("operationType: map", "operationType: mpa"),
                List.of("module: temperature:1.0.0", "module: https://temperature"),
                List.of("from: { name: convert }", "from: { name: covnert, arm: \"True\" }"))) {
            broken = Sample.changed(broken, change.get(0), change.get(1));
        }
        assertThat(findings(broken + "schemas: 1\n"))
                .containsExactly(
                        "4:3 error UNKNOWN_KEY",
                        "6:15 error UNSUPPORTED_VERSION",
                        "11:20 error UNKNOWN_OPERATION_TYPE",
                        "13:13 error NOT_A_MODULE_REFERENCE",
                        "19:19 error UNKNOWN_OPERATION",
                        "19:28 error ARM_NOT_ON_BRANCH",
                        "21:10 error WRONG_TYPE");
    }

    @Test
    void aFileCannotWriteToTheTerminal() {
        assertThat(message(simple("    to:", "    \"a\\e[31mb\\nc\": 1\n    to:")))
                .contains("'a\\u001b[31mb\\nc'");
    }
}
