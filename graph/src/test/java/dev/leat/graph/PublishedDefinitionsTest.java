package dev.leat.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.leat.graph.diagnostic.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product's own definitions, from the folder that the system property {@code leat.shared} names. */
class PublishedDefinitionsTest {

    private static final Path CASES = Path.of(System.getProperty("leat.shared", "none"), "cases");

    @BeforeEach
    void casesAreThere() {
        if (!Files.isDirectory(CASES)) {
            String missing = "SKIPPED: no published graph definitions, because leat.shared names no folder with cases: "
                    + CASES.toAbsolutePath();
            System.out.println(missing);
            abort(missing);
        }
    }

    private static Reading read(String file) {
        return GraphDefinitions.read(CASES.resolve(file));
    }

    private static List<String> findings(String file) {
        return read(file).diagnostics().stream().map(Sample::brief).toList();
    }

    @Test
    void everyPublishedDefinitionIsWithoutErrors() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            List<Path> definitions = files.filter(PublishedDefinitionsTest::isDefinition)
                    .sorted()
                    .toList();
            assertThat(definitions).hasSizeGreaterThanOrEqualTo(5);
            assertThat(definitions)
                    .allSatisfy(file -> assertThat(
                                    GraphDefinitions.read(file).orThrow().operations())
                            .isNotEmpty());
        }
    }

    private static boolean isDefinition(Path file) {
        try {
            return file.toString().endsWith(".yaml")
                    && Files.readString(file).lines().anyMatch(line -> line.startsWith("operations:"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allThatIsSaidAboutThemIsTheParameterWithTwoNames() {
        assertThat(findings("graph-simple.yaml")).containsExactly("15:7 warning PARAMETER_NAME_DIFFERS");
        assertThat(findings("graph-complex.yaml")).containsExactly("15:7 warning PARAMETER_NAME_DIFFERS");
        assertThat(findings("graph-opc-ua.yaml")).isEmpty();
        assertThat(findings("statestore-scenario/graph.dataflow.yaml")).isEmpty();
        assertThat(findings("schema-registry-scenario/graph.dataflow.yaml")).isEmpty();
    }

    @Test
    void testCasesAreNotTakenForDefinitions() {
        assertThat(read("tests/t01-simple-temp-conversion/t01-simple-temp-conversion.test.yaml")
                        .hasErrors())
                .isTrue();
    }

    @Test
    void theComplexGraphIsReadAsItIsMeant() {
        GraphDefinition complex = read("graph-complex.yaml").orThrow();
        Operation branch = complex.operation("module-snapshot/branch").orElseThrow();
        assertThat(complex.outputs(branch, Arm.FALSE))
                .extracting(Connection::to)
                .containsExactly("module-temperature/branch");
        assertThat(complex.outputs(branch, Arm.TRUE)).extracting(Connection::to).containsExactly("module-format/map");
        assertThat(complex.inputs(complex.operation("concatenate1").orElseThrow()))
                .extracting(Connection::from)
                .containsExactly(
                        "module-snapshot/accumulate", "module-humidity/accumulate", "module-temperature/accumulate");
        assertThat(branch.module().orElseThrow().name()).isEqualTo("snapshot");
        assertThat(branch.module().orElseThrow().tag()).contains("1.0.0");
        assertThat(complex.topologicalOrder()).hasSize(15);
        assertThat(complex.topologicalOrder().getLast().type()).isEqualTo(OperationType.SINK);
    }

    @Test
    void theSettingOfTheGuidePassesAlthoughNothingDeclaresIt() {
        Configuration configuration = Configuration.resolve(
                read("graph-simple.yaml").orThrow(),
                List.of(Setting.of("conversion", "fahrenheit-to-celsius", Position.startOf("guide"))));
        assertThat(configuration.hasErrors()).isFalse();
        assertThat(configuration.properties())
                .containsExactly(Map.entry("module-temperature/map", Map.of("conversion", "fahrenheit-to-celsius")));
    }

    @Test
    void theStateStoreScenarioHasItsDefault() {
        GraphDefinition scenario =
                read("statestore-scenario/graph.dataflow.yaml").orThrow();
        assertThat(Configuration.resolve(scenario, List.of())
                        .of(scenario.operation("module-otel-enrich/map").orElseThrow()))
                .containsExactly(Map.entry("enrichKeys", "factoryId,machineId"));
    }
}
