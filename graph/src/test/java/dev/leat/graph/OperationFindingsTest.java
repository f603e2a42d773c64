package dev.leat.graph;

import static dev.leat.graph.Sample.branched;
import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.message;
import static dev.leat.graph.Sample.read;
import static dev.leat.graph.Sample.simple;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code operations}. */
class OperationFindingsTest {

    @Test
    void typesAreKnown() {
        assertThat(findings(simple("operationType: map", "operationType: window")))
                .containsExactly("11:20 error UNKNOWN_OPERATION_TYPE");
        assertThat(hint(simple("operationType: map", "operationType: window"))).contains("source, map, filter");
        assertThat(hint(simple("operationType: map", "operationType: maap"))).isEqualTo("Did you mean 'map'?");
    }

    @Test
    void aMistypedSourceIsStillTheSource() {
        assertThat(findings(simple("operationType: source", "operationType: soruce")))
                .containsExactly("9:20 error UNKNOWN_OPERATION_TYPE");
    }

    @Test
    void typesAreUnderstoodInAnyCase() {
        assertThat(findings(simple("operationType: map", "operationType: MAP")))
                .containsExactly("11:20 warning UNUSUAL_SPELLING");
        assertThat(read(simple("operationType: map", "operationType: Map"))
                        .orThrow()
                        .operation("convert")
                        .orElseThrow()
                        .type())
                .isEqualTo(OperationType.MAP);
    }

    @Test
    void namesAreUnique() {
        String broken = simple("name: sink", "name: source");
        assertThat(findings(broken)).contains("15:11 error DUPLICATE_OPERATION");
        assertThat(read(broken).diagnostics().getFirst().message()).contains("'source'", "line 10");
    }

    @Test
    void whatRunsAModuleNeedsOne() {
        for (String type : new String[] {"map", "filter", "accumulate", "delay"}) {
            assertThat(findings(simple(
                            "map\n    name: convert\n    module: temperature:1.0.0", type + "\n    name: convert")))
                    .as(type)
                    .containsExactly("12:11 error MODULE_MISSING");
        }
        assertThat(findings(branched("name: split, module: temperature:1.0.0", "name: split, module: ")))
                .containsExactly("10:36 error MODULE_MISSING");
    }

    @Test
    void aModuleWhereNoneRunsHasNoEffect() {
        String broken = branched("name: join", "name: join, module: m:1");
        assertThat(findings(broken)).containsExactly("13:47 warning MODULE_WITHOUT_EFFECT");
        assertThat(read(broken).orThrow().operation("join").orElseThrow().module())
                .isEmpty();
        assertThat(findings(branched("name: source }", "name: source, module: m:1 }")))
                .containsExactly("9:44 warning MODULE_WITHOUT_EFFECT");
    }

    @Test
    void moduleReferencesHaveTheFormOfRegistries() {
        for (String wrong : new String[] {
            "https://registry/temperature:1.0.0",
            "temperature:",
            "temperature:1.0.0 ",
            "/temperature:1",
            "a//b",
            "-a",
            "a:b:c",
            "temperature@sha256:12",
            "Grün:1"
        }) {
            assertThat(findings(simple("temperature:1.0.0", "\"" + wrong + "\"")))
                    .as(wrong)
                    .containsExactly("13:13 error NOT_A_MODULE_REFERENCE");
        }
        assertThat(message(simple("temperature:1.0.0", "\"oci://x\""))).contains("begins with 'oci://'");
    }

    @Test
    void upperCaseInAModuleNameIsPointedOut() {
        assertThat(findings(simple("temperature:1.0.0", "Temperature:1.0.0-RC1")))
                .containsExactly("13:13 warning UPPER_CASE_MODULE");
        assertThat(findings(simple("temperature:1.0.0", "temperature:1.0.0-RC1")))
                .isEmpty();
    }

    @Test
    void thereIsASource() {
        String broken = simple("operationType: source", "operationType: concatenate");
        assertThat(findings(broken)).containsExactly("8:1 error NO_SOURCE");
        assertThat(message(broken)).isEqualTo("The graph has no source.");
    }

    @Test
    void thereIsASink() {
        assertThat(findings(simple("operationType: sink", "operationType: concatenate")))
                .contains("8:1 error NO_SINK");
    }

    @Test
    void aGraphOfNothingHasNeither() {
        String empty =
                Sample.SIMPLE.substring(0, Sample.SIMPLE.indexOf("operations:")) + "operations: []\nconnections: []\n";
        assertThat(findings(empty)).containsExactly("8:1 error NO_SOURCE", "8:1 error NO_SINK");
    }

    @Test
    void severalSourcesAndSinksRunWithAWarning() {
        assertThat(
                        findings(
                                branched(
                                        "connections:",
                                        "  - { operationType: source, name: second }\nconnections:\n  - { from: { name: second }, to: { name: join } }")))
                .containsExactly("15:36 warning SEVERAL_SOURCES");
        assertThat(
                        findings(
                                branched(
                                        "connections:",
                                        "  - { operationType: sink, name: second }\nconnections:\n  - { from: { name: join }, to: { name: second } }")))
                .containsExactly("15:34 warning SEVERAL_SINKS");
    }
}
