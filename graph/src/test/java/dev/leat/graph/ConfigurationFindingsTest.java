package dev.leat.graph;

import static dev.leat.graph.Sample.SIMPLE;
import static dev.leat.graph.Sample.changed;
import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code moduleConfigurations}. */
class ConfigurationFindingsTest {

    private static final String CONFIGURED = SIMPLE + """
            moduleConfigurations:
              - name: convert
                parameters:
                  unit:
                    name: unit
                    default: C
            """;

    @Test
    void parametersAreRead() {
        assertThat(findings(CONFIGURED)).isEmpty();
        GraphDefinition definition = read(CONFIGURED).orThrow();
        assertThat(definition.parameters(definition.operation("convert").orElseThrow()))
                .singleElement()
                .satisfies(parameter -> {
                    assertThat(parameter.key()).isEqualTo("unit");
                    assertThat(parameter.defaultValue()).contains("C");
                    assertThat(parameter.required()).isFalse();
                });
    }

    @Test
    void theOperationExists() {
        assertThat(findings(changed(CONFIGURED, "- name: convert", "- name: convrt")))
                .containsExactly("22:11 error CONFIGURATION_OF_UNKNOWN_OPERATION");
        assertThat(hint(changed(CONFIGURED, "- name: convert", "- name: convrt")))
                .isEqualTo("Did you mean 'convert'?");
    }

    @Test
    void theOperationRunsAModule() {
        assertThat(findings(changed(CONFIGURED, "- name: convert", "- name: sink")))
                .containsExactly("22:11 warning CONFIGURATION_WITHOUT_MODULE");
    }

    @Test
    void anOperationHasOneConfiguration() {
        assertThat(findings(CONFIGURED + "  - { name: convert, parameters: {} }\n"))
                .containsExactly("27:13 error DUPLICATE_CONFIGURATION");
    }

    @Test
    void keyAndNameShouldBeTheSame() {
        assertThat(findings(changed(CONFIGURED, "name: unit", "name: output_unit")))
                .containsExactly("24:7 warning PARAMETER_NAME_DIFFERS");
    }

    @Test
    void twoParametersCannotShareAName() {
        assertThat(findings(CONFIGURED + "      scale: { name: unit }\n"))
                .containsExactly("27:7 warning PARAMETER_NAME_DIFFERS", "27:7 warning PARAMETER_NAME_TAKEN");
    }

    @Test
    void whatMustBeSetIsSaidBeforehand() {
        assertThat(findings(CONFIGURED + "        required: true\n")).isEmpty();
        assertThat(findings(changed(CONFIGURED, "default: C", "required: true")))
                .containsExactly("24:7 info PARAMETER_MUST_BE_SET");
    }

    @Test
    void aDefaultIsText() {
        assertThat(findings(changed(CONFIGURED, "default: C", "default: 5")))
                .containsExactly("26:18 warning UNQUOTED_TEXT");
        assertThat(findings(changed(CONFIGURED, "default: C", "default: [5]")))
                .containsExactly("26:18 error WRONG_TYPE");
        assertThat(findings(changed(CONFIGURED, "default: C", "default: ''"))).isEmpty();
    }

    @Test
    void parametersAreAMappingOfMappings() {
        assertThat(findings(SIMPLE + "moduleConfigurations:\n  - { name: convert, parameters: [] }\n"))
                .containsExactly("22:34 error WRONG_TYPE");
        assertThat(findings(SIMPLE + "moduleConfigurations:\n  - { name: convert, parameters: { unit: C } }\n"))
                .containsExactly("22:42 error WRONG_TYPE");
        assertThat(findings(SIMPLE + "moduleConfigurations:\n  - { name: convert }\n"))
                .containsExactly("22:5 error MISSING_KEY");
        assertThat(findings(SIMPLE + "moduleConfigurations:\n  - { name: convert, parameters: { '': { name: a } } }\n"))
                .containsExactly("22:36 error EMPTY_TEXT");
    }
}
