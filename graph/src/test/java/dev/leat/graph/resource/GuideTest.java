package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Problem;
import dev.leat.graph.diagnostic.ResourceProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product's guide to deploying graphs, from the folder that the system property {@code leat.shared} names. */
class GuideTest {

    private static final Path GUIDE =
            Path.of(System.getProperty("leat.shared", "none"), "spec", "guide-2-deploy-graphs.md");
    private static final String OTHER_PROPERTIES = "... other properties";

    @BeforeEach
    void theGuideIsThere() {
        if (!Files.isRegularFile(GUIDE)) {
            String missing =
                    "SKIPPED: guide 2 was not read, because leat.shared names no folder with " + GUIDE.toAbsolutePath();
            System.out.println(missing);
            abort(missing);
        }
    }

    /** The blocks of one language, in their order. */
    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Optional<List<String>> open = Optional.empty();
        for (String line : Files.readAllLines(GUIDE)) {
            if (open.isPresent() && line.startsWith("```")) {
                blocks.add(String.join("\n", open.get()) + "\n");
                open = Optional.empty();
            } else if (open.isPresent()) {
                open.get().add(line);
            } else if (line.equals("```" + language)) {
                open = Optional.of(new ArrayList<>());
            }
        }
        return blocks;
    }

    private static List<String> whole(String language, String start) throws IOException {
        return blocks(language).stream()
                .filter(block -> block.startsWith(start) && !block.contains(OTHER_PROPERTIES))
                .toList();
    }

    private static Set<Problem> problems(ResourceReading reading) {
        return reading.diagnostics().stream().map(Diagnostic::problem).collect(Collectors.toSet());
    }

    @Test
    void theYamlReadsWithoutErrorsAsPrinted() throws IOException {
        List<String> documents = whole("yaml", "apiVersion:");
        ResourceReading reading = Read.yaml(String.join("---\n", documents));

        assertThat(reading.hasErrors()).as(reading.diagnostics().toString()).isFalse();
        assertThat(problems(reading)).containsExactly(ResourceProblem.PLACEHOLDER);
        assertThat(reading.resources())
                .extracting(resource -> resource.id().toString())
                .containsExactly(
                        "RegistryEndpoint azure-iot-operations/<REGISTRY_ENDPOINT_NAME>",
                        "DataflowGraph azure-iot-operations/<GRAPH_NAME>",
                        "DataflowGraph azure-iot-operations/<COMPLEX_GRAPH_NAME>");
    }

    @Test
    void theBicepReadsWithoutErrorsAsPrintedAndNamesTheStrayQuotes() throws IOException {
        List<String> files = whole("bicep", "param");
        assertThat(files).hasSize(3);
        for (String file : files) {
            ResourceReading reading = Read.bicep(file);
            assertThat(reading.hasErrors()).as(reading.diagnostics().toString()).isFalse();
            assertThat(problems(reading))
                    .contains(ResourceProblem.STRAY_QUOTE, ResourceProblem.PLACEHOLDER)
                    .isSubsetOf(
                            ResourceProblem.STRAY_QUOTE,
                            ResourceProblem.PLACEHOLDER,
                            ResourceProblem.UNKNOWN_REFERENCE);
        }
    }

    @Test
    void bicepAndYamlSayTheSame() throws IOException {
        List<Resource> fromYaml = new ArrayList<>();
        List<Resource> fromBicep = new ArrayList<>();
        for (String document : whole("yaml", "apiVersion:")) {
            fromYaml.addAll(Read.yaml(document).resources());
        }
        for (String file : whole("bicep", "param")) {
            fromBicep.addAll(Read.bicep(file).resources());
        }
        assertThat(fromYaml).hasSize(3);
        assertThat(fromBicep).isEqualTo(fromYaml);
    }

    @Test
    void parametersReplaceTheBicepsPlaceholders() throws IOException {
        Map<String, String> parameters = Map.of(
                "aioInstanceName", "instance",
                "customLocationName", "location",
                "registryEndpointName", "local",
                "acrName", "contoso");
        ResourceReading reading = Read.bicep(whole("bicep", "param").getFirst(), parameters);

        assertThat(problems(reading)).containsExactly(ResourceProblem.STRAY_QUOTE);
        RegistryEndpoint registry = Read.only(reading, RegistryEndpoint.class);
        assertThat(registry.metadata().name().value()).isEqualTo("local");
        assertThat(registry.host().value()).isEqualTo("contoso.azurecr.io");
        assertThat(registry.authentication())
                .isEqualTo(new RegistryAuthentication.SystemAssignedManagedIdentity(
                        Optional.of("https://management.azure.com/"), Optional.empty(), Optional.empty()));
    }

    @Test
    void theFirstExampleMeansWhatTheGuideSays() throws IOException {
        DataflowGraph graph = Read.only(Read.yaml(whole("yaml", "apiVersion:").get(1)), DataflowGraph.class);

        assertThat(graph.mode()).isEqualTo(Mode.ENABLED);
        assertThat(graph.requestDiskPersistence()).isTrue();
        assertThat(graph.profile().value()).isEqualTo("default");
        assertThat(graph.sources().getFirst().settings().dataSources())
                .extracting(Placed::value)
                .containsExactly("sensor/temperature/raw");
        assertThat(graph.graphs().getFirst().artifact().toString()).isEqualTo("graph-simple:1.0.0");
        assertThat(graph.graphs().getFirst().settings())
                .singleElement()
                .satisfies(setting -> assertThat(setting.value()).isEqualTo("fahrenheit-to-celsius"));
        assertThat(graph.destinations().getFirst().settings().dataDestination())
                .hasToString("sensor/temperature/processed");
        assertThat(graph.connections()).hasSize(2);
    }

    @Test
    void whatIsPrintedInPartLacksOnlyWhatIsLeftOut() throws IOException {
        List<String> parts = blocks("yaml").stream()
                .filter(block -> block.contains(OTHER_PROPERTIES))
                .toList();
        assertThat(parts).hasSize(3);
        for (String part : parts) {
            assertThat(problems(Read.yaml(part)))
                    .contains(ResourceProblem.MISSING_KEY)
                    .isSubsetOf(ResourceProblem.MISSING_KEY, ResourceProblem.NO_PROFILE);
        }
        for (String part : blocks("bicep").stream()
                .filter(block -> block.contains(OTHER_PROPERTIES))
                .toList()) {
            assertThat(problems(Read.bicep(part)))
                    .contains(ResourceProblem.MISSING_KEY)
                    .isSubsetOf(
                            ResourceProblem.MISSING_KEY,
                            ResourceProblem.STRAY_QUOTE,
                            ResourceProblem.BAD_PARENT,
                            ResourceProblem.UNKNOWN_SYMBOL);
        }
    }

    @Test
    void thePrintedNodesAndConnectionsMakeOneGraphInBothLanguages() throws IOException {
        String yaml = "apiVersion: connectivity.iotoperations.azure.com/v1\nkind: DataflowGraph\n"
                + "metadata: { name: whole }\nspec:\n  profileRef: default\n  nodes:\n"
                + starting("yaml", "- nodeType").stream()
                        .map(node -> node.indent(4))
                        .collect(Collectors.joining())
                + starting("yaml", "nodeConnections").getFirst().indent(2);
        String bicep =
                "resource instance 'Microsoft.IoTOperations/instances@2025-07-01-preview' existing = { name: 'i' }\n"
                        + "resource profile 'Microsoft.IoTOperations/instances/dataflowProfiles@2025-07-01-preview' existing = {\n"
                        + "  parent: instance\n  name: 'default'\n}\n"
                        + "resource whole 'Microsoft.IoTOperations/instances/dataflowProfiles/dataflowGraphs@2025-07-01-preview' = {\n"
                        + "  parent: profile\n  name: 'whole'\n  properties: {\n    nodes: [\n"
                        + String.join("", starting("bicep", "{")) + "    ]\n"
                        + starting("bicep", "nodeConnections").getFirst() + "  }\n}\n";

        DataflowGraph graph = Read.only(Read.yaml(yaml), DataflowGraph.class);
        assertThat(graph.nodes()).hasSize(3);
        assertThat(graph.connections().getFirst().schema())
                .contains(new SchemaReference(Optional.empty(), "sensor-input-schema", "1"));
        assertThat(graph.destinations()
                        .getFirst()
                        .settings()
                        .outputSchema()
                        .orElseThrow()
                        .format())
                .isEqualTo(SerializationFormat.PARQUET);
        assertThat(Read.only(Read.bicep(bicep), DataflowGraph.class)).isEqualTo(graph);
    }

    private static List<String> starting(String language, String start) throws IOException {
        return blocks(language).stream()
                .filter(block -> block.startsWith(start))
                .toList();
    }
}
