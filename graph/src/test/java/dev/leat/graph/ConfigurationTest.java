package dev.leat.graph;

import static dev.leat.graph.Sample.BRANCHED;
import static dev.leat.graph.Sample.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.graph.diagnostic.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operations are started with, given what users set. */
class ConfigurationTest {

    private static final String CONFIGURED = BRANCHED + """
            moduleConfigurations:
              - name: convert
                parameters:
                  unit: { name: output_unit, default: C }
                  digits: { name: digits }
              - name: count
                parameters:
                  limit: { name: limit, required: true }
            """;
    private static final GraphDefinition DEFINITION = read(CONFIGURED).orThrow();

    private static Position option(int number) {
        return new Position("--config", 1, number);
    }

    private static Setting set(String key, String value) {
        return Setting.of(key, value, option(1));
    }

    private static Setting set(String operation, String key, String value) {
        return new Setting(Optional.of(operation), key, value, option(1));
    }

    private static Map<String, String> given(String operation, Setting... settings) {
        return Configuration.resolve(DEFINITION, List.of(settings)).properties().get(operation);
    }

    private static List<String> findings(Setting... settings) {
        return Configuration.resolve(DEFINITION, List.of(settings)).diagnostics().stream()
                .map(Sample::brief)
                .toList();
    }

    @Test
    void everyOperationThatRunsAModuleIsThere() {
        assertThat(Configuration.resolve(DEFINITION, List.of()).properties())
                .containsOnlyKeys("split", "convert", "count");
    }

    @Test
    void aDefaultIsUsedWhereNothingIsSet() {
        assertThat(given("convert")).containsExactly(Map.entry("unit", "C"), Map.entry("output_unit", "C"));
    }

    @Test
    void aParameterIsSetByItsKeyAndGivenUnderBoth() {
        assertThat(given("convert", set("unit", "K")))
                .containsEntry("unit", "K")
                .containsEntry("output_unit", "K");
    }

    @Test
    void aParameterIsSetByItsNameAndGivenUnderBoth() {
        assertThat(given("convert", set("output_unit", "K")))
                .containsEntry("unit", "K")
                .containsEntry("output_unit", "K");
    }

    @Test
    void theKeyCountsMoreThanTheName() {
        assertThat(given("convert", set("output_unit", "F"), set("unit", "K"))).containsEntry("unit", "K");
    }

    @Test
    void aSettingForOneOperationCountsMoreThanOneForAll() {
        assertThat(given("convert", set("unit", "F"), set("convert", "output_unit", "K")))
                .containsEntry("unit", "K");
    }

    @Test
    void aKeyThatIsAnotherParametersNameBelongsToTheKey() {
        GraphDefinition crossed = read(BRANCHED + """
                moduleConfigurations:
                  - name: convert
                    parameters:
                      a: { name: b }
                      b: { name: c }
                """).orThrow();
        Operation convert = crossed.operation("convert").orElseThrow();
        assertThat(Configuration.resolve(crossed, List.of(set("b", "1"))).of(convert))
                .containsExactly(Map.entry("b", "1"), Map.entry("c", "1"));
        assertThat(Configuration.resolve(crossed, List.of(set("a", "1"))).of(convert))
                .containsExactly(Map.entry("a", "1"));
    }

    @Test
    void aDeclaredKeyReachesNoOtherOperation() {
        assertThat(given("split", set("unit", "K"), set("limit", "1"))).isEmpty();
    }

    @Test
    void anUndeclaredKeyReachesEveryModule() {
        Setting[] settings = {set("limit", "1"), set("conversion", "fahrenheit-to-celsius")};
        for (String operation : List.of("split", "convert", "count")) {
            assertThat(given(operation, settings)).containsEntry("conversion", "fahrenheit-to-celsius");
        }
        assertThat(findings(settings)).containsExactly("1:1 info UNDECLARED_SETTING");
    }

    @Test
    void anUndeclaredKeyForOneOperationReachesThatOne() {
        Setting[] settings = {set("limit", "1"), set("split", "topic", "t")};
        assertThat(given("split", settings)).containsExactly(Map.entry("topic", "t"));
        assertThat(given("count", settings)).containsExactly(Map.entry("limit", "1"));
        assertThat(findings(settings)).containsExactly("1:1 info UNDECLARED_SETTING");
    }

    @Test
    void undeclaredKeysCanBeDropped() {
        Configuration configuration = Configuration.resolve(
                DEFINITION,
                List.of(set("limit", "1"), set("conversion", "x"), set("split", "topic", "t")),
                UndeclaredSettings.DROP);
        assertThat(configuration.properties().get("split")).isEmpty();
        assertThat(configuration.diagnostics())
                .hasSize(2)
                .allSatisfy(diagnostic -> assertThat(diagnostic.message()).endsWith("it is dropped."));
    }

    @Test
    void aMistypedKeyIsPointedOut() {
        assertThat(findings(set("limit", "1"), set("digts", "2"))).containsExactly("1:1 warning MISSPELLED_SETTING");
        assertThat(Configuration.resolve(DEFINITION, List.of(set("limit", "1"), set("digts", "2")))
                        .diagnostics()
                        .getFirst()
                        .hint())
                .isEqualTo("Did you mean 'digits'?");
    }

    @Test
    void aRequiredParameterWithoutValueIsAnErrorWhereItIsDeclared() {
        Configuration configuration = Configuration.resolve(DEFINITION, List.of());
        assertThat(configuration.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(Sample.brief(diagnostic)).isEqualTo("29:7 error PARAMETER_NOT_SET");
            assertThat(diagnostic.message()).contains("'count'", "'limit'");
        });
        assertThat(configuration.hasErrors()).isTrue();
        assertThatThrownBy(configuration::orThrow)
                .isInstanceOf(GraphDefinitionException.class)
                .hasMessageContaining("graph.yaml:29:7: error LEAT-GRAPH-072:");
    }

    @Test
    void aSettingForAnOperationThatIsNotThereIsAnError() {
        assertThat(findings(set("limit", "1"), set("convrt", "unit", "K")))
                .containsExactly("1:1 error SETTING_OF_UNKNOWN_OPERATION");
        assertThat(findings(set("limit", "1"), set("sink", "unit", "K")))
                .containsExactly("1:1 error SETTING_OF_UNKNOWN_OPERATION");
    }

    @Test
    void ofTwoSettingsForOneKeyTheLastCounts() {
        Setting[] settings = {set("limit", "1"), Setting.of("limit", "2", option(2))};
        assertThat(given("count", settings)).containsExactly(Map.entry("limit", "2"));
        assertThat(findings(settings)).containsExactly("1:2 warning DUPLICATE_SETTING");
    }
}
