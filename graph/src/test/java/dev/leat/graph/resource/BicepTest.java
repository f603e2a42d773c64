package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a Bicep file says, worked out. */
class BicepTest {

    private static final String GRAPH_TYPE =
            "'Microsoft.IoTOperations/instances/dataflowProfiles/dataflowGraphs@2025-10-01'";

    private static DataflowGraph graph(ResourceReading reading) {
        return Read.only(reading, DataflowGraph.class);
    }

    @Test
    void paramsVariablesAndInterpolationAreWorkedOut() {
        DataflowGraph graph = graph(Read.bicep(Samples.BICEP));
        assertThat(graph.metadata().name().value()).isEqualTo("graph-instance");
        assertThat(graph.profile().value()).isEqualTo("scaled");
        assertThat(graph.sources().getFirst().settings().dataSources())
                .extracting(Placed::value)
                .containsExactly("sensor/a", "sensor/b");
        assertThat(graph.graphs().getFirst().configuration())
                .extracting(ConfigurationEntry::value)
                .containsExactly("C", "several\nlines");
        assertThat(graph.destinations().getFirst().settings().dataDestination())
                .hasToString("out/graph-instance/${inputTopic}");
        assertThat(graph.metadata().annotation(Annotation.ALLOWED_LATENESS)).contains("5s");
        assertThat(Read.bicep(Samples.BICEP)
                        .resources(DataflowProfile.class)
                        .getFirst()
                        .instances())
                .isEqualTo(2);
    }

    @Test
    void givenParametersTakeTheTypeOfTheirParam() {
        ResourceReading reading =
                Read.bicep(Samples.BICEP, Map.of("instanceName", "12", "count", "7", "topics", "[\"x\", \"y/z\"]"));
        assertThat(Read.findings(reading)).isEmpty();
        assertThat(reading.resources(DataflowProfile.class).getFirst().instances())
                .isEqualTo(7);
        assertThat(graph(reading).metadata().name().value()).isEqualTo("graph-12");
        assertThat(graph(reading).sources().getFirst().settings().dataSources())
                .extracting(Placed::value)
                .containsExactly("x", "y/z");
    }

    @Test
    void aGivenParameterOfAnotherTypeIsRefusedAtItsParam() {
        for (String value : List.of("many", "[1]", "\"7\"", "", "{")) {
            assertThat(Read.findings(Read.bicep(Samples.BICEP, Map.of("count", value))))
                    .as(value)
                    .containsExactly("6:7 error BAD_PARAMETER");
        }
    }

    @Test
    void namesOfSeveralSegmentsNameTheParents() {
        String nodes =
                "nodes: [\n{ nodeType: 'Source', name: 'a', sourceSettings: { endpointRef: 'default', dataSources: ['a'] } }\n"
                        + "{ nodeType: 'Destination', name: 'b', destinationSettings: { endpointRef: 'default', dataDestination: 'b' } } ]\n"
                        + "nodeConnections: [ { from: { name: 'a' }, to: { name: 'b' } } ]";
        ResourceReading reading = Read.bicep("resource g " + GRAPH_TYPE
                + " = {\n  name: 'instance/default/copy'\n  properties: { " + nodes + " }\n}\n");
        assertThat(Read.findings(reading)).isEmpty();
        assertThat(graph(reading).metadata().name().value()).isEqualTo("copy");
        assertThat(graph(reading).profile().value()).isEqualTo("default");
    }

    @Test
    void escapesAreUndone() {
        ResourceReading reading = Read.bicep(
                Samples.changed(Samples.BICEP, "value: settings.unit", "value: 'a\\'b\\\\c\\u{1F600}\\t\\${x}'"));
        assertThat(graph(reading).graphs().getFirst().configuration().getFirst().value())
                .isEqualTo("a'b\\c\uD83D\uDE00\t${x}");
    }

    @Test
    void aBrokenDeclarationIsOneFindingAndWhatStandsAfterItIsRead() {
        String broken = Samples.changed(Samples.BICEP, "var graphName = ", "var graphName = concat('a', ");
        ResourceReading reading = Read.bicep(broken);
        assertThat(Read.findings(reading)).containsExactly("11:17 error BICEP_NOT_SUPPORTED");
        assertThat(reading.resources(DataflowProfile.class)).hasSize(1);
        assertThat(reading.resources(DataflowGraph.class)).isEmpty();
    }

    @Test
    void whatExistsElsewhereIsNotMissed() {
        String endpoint = "resource hub 'Microsoft.IoTOperations/instances/dataflowEndpoints@2025-10-01' existing = {\n"
                + "  parent: instance\n  name: 'hub'\n}\n\nresource profile";
        String used = Samples.changed(Samples.BICEP, "endpointRef: 'default', dataS", "endpointRef: hub.name, dataS");
        ResourceReading reading = Read.bicep(Samples.changed(used, "resource profile", endpoint));
        assertThat(Read.findings(reading)).isEmpty();
        assertThat(graph(reading).sources().getFirst().settings().endpoint().value())
                .isEqualTo("hub");
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkAreFine() {
        assertThat(Read.findings(Read.bicep("\uFEFF" + Samples.BICEP.replace("\n", "\r\n"))))
                .isEmpty();
    }

    @Test
    void placesBehindAByteOrderMarkAndWideCharactersCountCodePoints() {
        String text = "\uFEFFvar x = '\uD83D\uDE00' oops\n";
        assertThat(Read.findings(Read.bicep(text))).containsExactly("1:13 error BICEP_SYNTAX");
    }

    @Test
    void aLongChainOfVariablesIsRefusedWhereItGetsTooDeep() {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < 20_000; number++) {
            text.append("var v" + number + " = [ v" + (number + 1) + " ]\n");
        }
        List<String> findings = Read.findings(Read.bicep(text.toString()));
        assertThat(findings).anyMatch(finding -> finding.endsWith("error TOO_LARGE"));
    }

    @Test
    void textsThatDoubleAreRefused() {
        StringBuilder text = new StringBuilder("var v0 = 'xx'\n");
        for (int number = 1; number < 50; number++) {
            text.append("var v" + number + " = '${v" + (number - 1) + "}${v" + (number - 1) + "}'\n");
        }
        assertThat(Read.findings(Read.bicep(text.toString()))).containsExactly("17:11 error TOO_LARGE");
    }

    @Test
    void bracketsThatStandDeepInEachOtherAreRefused() {
        for (String bracket : List.of("[", "{ a: ", "'${")) {
            assertThat(Read.findings(Read.bicep("var x = " + bracket.repeat(100_000))))
                    .as(bracket)
                    .singleElement()
                    .asString()
                    .endsWith("error BICEP_SYNTAX");
        }
    }

    @Test
    void manyBrokenLinesAreReadToTheEnd() {
        List<String> findings = Read.findings(Read.bicep("param\n".repeat(300_000)));
        assertThat(findings).hasSize(501);
    }

    @Test
    void aFileThatIsNotUtf8IsNamed() {
        ResourceReading reading = Resources.read("main.bicep", new byte[] {'v', (byte) 0xFF}, ResourceOptions.DEFAULT);
        assertThat(Read.findings(reading)).containsExactly("1:1 error NOT_UTF_8");
    }

    @Test
    void aParentWithoutNameIsNoOwner() {
        String text = Samples.changed(Samples.BICEP, "  name: 'scaled'\n", "");
        assertThat(Read.findings(Read.bicep(text))).containsExactly("27:84 error MISSING_KEY");
        assertThat(Read.bicep(text).resources()).isEmpty();
    }

    @Test
    void anExistingResourceHasAName() {
        String text = Samples.changed(Samples.BICEP, "existing = {\n  name: instanceName\n}", "existing = {\n}");
        assertThat(Read.findings(Read.bicep(text))).containsExactly("19:77 error MISSING_KEY");
    }
}
