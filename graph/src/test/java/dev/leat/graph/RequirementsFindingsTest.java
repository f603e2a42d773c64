package dev.leat.graph;

import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.read;
import static dev.leat.graph.Sample.simple;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code metadata} and {@code moduleRequirements}. */
class RequirementsFindingsTest {

    private static final String PREVIEW = """
            moduleRequirements:
              apiVersion: "0.2.0"
              hostlibVersion: "0.2.0"
            operations:
              - { operationType: source, name: source }
              - { operationType: sink, name: sink }
            connections:
              - { from: { name: source }, to: { name: sink } }
            """;

    @Test
    void theFormOfThePreviewIsReadWithAWarning() {
        assertThat(findings(PREVIEW)).containsExactly("3:3 warning PREVIEW_FORM");
        GraphDefinition definition = read(PREVIEW).orThrow();
        assertThat(definition.metadata().name()).isEqualTo("graph");
        assertThat(definition.metadata().schema()).isEmpty();
        assertThat(definition.moduleRequirements().runtimeVersion()).isEqualTo(new Version(0, 2, 0));
    }

    @Test
    void anEarlyApiVersionAloneIsThePreviewToo() {
        assertThat(findings(simple("apiVersion: 1.1.0", "apiVersion: 0.2.0")))
                .containsExactly("6:15 warning PREVIEW_FORM");
    }

    @Test
    void metadataIsMissedInTheFormOfToday() {
        assertThat(findings(Sample.changed(
                        Sample.changed(PREVIEW, "apiVersion: \"0.2.0\"", "apiVersion: 1.1.0"),
                        "hostlibVersion: \"0.2.0\"",
                        "runtimeVersion: 1.1.0")))
                .containsExactly("1:1 error MISSING_KEY");
    }

    @Test
    void otherSchemasAreUnknown() {
        assertThat(findings(simple("graph-config-1.0.0", "graph-config-2.0.0")))
                .containsExactly("2:12 warning UNKNOWN_SCHEMA_URI");
        assertThat(findings(simple("www.schemastore.org", "json.schemastore.org")))
                .isEmpty();
    }

    @Test
    void versionsMustBeVersions() {
        for (String wrong : new String[] {"latest", "v1.1.0", "1.x", "1.1.0.0", "01.1.0", "1..0", "-1"}) {
            assertThat(findings(simple("apiVersion: 1.1.0", "apiVersion: '" + wrong + "'")))
                    .as(wrong)
                    .containsExactly("6:15 error NOT_A_VERSION");
        }
        assertThat(findings(simple("apiVersion: 1.1.0", "apiVersion: '1.1.0-preview.1+build'")))
                .isEmpty();
    }

    @Test
    void incompleteVersionsAreFilledUp() {
        assertThat(findings(simple("runtimeVersion: 1.1.0", "runtimeVersion: '1.1'")))
                .containsExactly("7:19 warning SHORT_VERSION");
        assertThat(hint(simple("runtimeVersion: 1.1.0", "runtimeVersion: '1.1'")))
                .isEqualTo("Write \"1.1.0\".");
        assertThat(findings(simple("runtimeVersion: 1.1.0", "runtimeVersion: 1.1")))
                .containsExactly("7:19 warning UNQUOTED_TEXT", "7:19 warning SHORT_VERSION");
    }

    @Test
    void onlyTheFirstMajorVersionIsSupported() {
        assertThat(findings(simple("apiVersion: 1.1.0", "apiVersion: 2.0.0")))
                .containsExactly("6:15 error UNSUPPORTED_VERSION");
        assertThat(findings(simple("runtimeVersion: 1.1.0", "runtimeVersion: 1.2.0")))
                .containsExactly("7:19 warning NEWER_VERSION");
        assertThat(findings(simple("runtimeVersion: 1.1.0", "runtimeVersion: 1.0.0")))
                .isEmpty();
        assertThat(findings(simple("runtimeVersion: 1.1.0", "runtimeVersion: 1.1.9")))
                .isEmpty();
    }

    @Test
    void featuresAreKnownOrPointedOut() {
        String known = simple("operations:", "  features:\n    - name: wasi-nn\noperations:");
        assertThat(findings(known)).isEmpty();
        assertThat(read(known).orThrow().moduleRequirements().hasFeature("WASI-NN"))
                .isTrue();
        assertThat(findings(Sample.changed(known, "wasi-nn", "wasi-gpu-x")))
                .containsExactly("9:13 warning UNKNOWN_FEATURE");
        assertThat(hint(Sample.changed(known, "wasi-nn", "wasi-n"))).isEqualTo("Did you mean 'wasi-nn'?");
        assertThat(findings(Sample.changed(known, "wasi-nn", "WASI-NN")))
                .containsExactly("9:13 warning UNUSUAL_SPELLING");
        assertThat(findings(Sample.changed(known, "- name: wasi-nn", "- name: wasi-nn\n    - name: wasi-nn")))
                .containsExactly("10:13 warning DUPLICATE_FEATURE");
        assertThat(findings(simple("operations:", "  features: wasi-nn\noperations:")))
                .containsExactly("8:13 error WRONG_TYPE");
    }
}
