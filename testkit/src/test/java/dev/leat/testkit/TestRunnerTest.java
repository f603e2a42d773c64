package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.LeatOptions;
import dev.leat.runtime.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case passes exactly where its graph puts out what it expects. The graph leads its source into its sink. */
final class TestRunnerTest {

    private static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: through
              version: 1.0.0
            moduleRequirements:
              apiVersion: "1.1.0"
              runtimeVersion: "1.1.0"
            operations:
              - {operationType: source, name: source}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source}, to: {name: sink}}
            """;

    private static Leat leat;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        leat = Leat.open(LeatOptions.DEFAULT.withoutCache());
    }

    @AfterAll
    static void close() {
        leat.close();
    }

    @BeforeEach
    void makeFiles() throws Exception {
        write("graph.yaml", GRAPH);
        write("in/m2.json", "{\"n\":2,\"list\":[{\"max\":0.3}]}");
        write("in/m10.json", "{ \"n\": 10.0 }");
        write("in/output/m1.json", "{\"n\":1}");
    }

    private Path write(String file, String content) throws Exception {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    private TestResult run(String expected, String... lines) throws Exception {
        write("expected.json", expected);
        return new TestRunner(
                        leat,
                        ModuleFinder.inDirectories(List.of()),
                        GraphOptions.DEFAULT,
                        InstantSource.fixed(Instant.ofEpochMilli(1_732_147_200_123L)))
                .run(write(
                        "a.test.yaml",
                        "graph: graph.yaml\ninput: in\nexpected: expected.json\n" + String.join("\n", lines)));
    }

    private static String reason(TestResult result) {
        assertThat(result.passed()).isFalse();
        return result.failure().orElseThrow().reason();
    }

    private static List<String> differences(TestResult result) {
        assertThat(reason(result)).startsWith("LEAT-TESTKIT-021: ");
        return result.failure().orElseThrow().differences().stream()
                .map(Difference::toString)
                .toList();
    }

    @Test
    void anObjectIsComparedWithTheLastRecord() throws Exception {
        assertThat(run("{\"payload\":\"{\\\"n\\\":10}\"}", "select: [payload]").failure())
                .isEmpty();
        assertThat(differences(run("{\"payload\":{\"n\":2}}", "select: [payload]")))
                .containsExactly("payload.n: expected 2, got 10.0");
    }

    @Test
    void anArrayIsComparedWithAllRecordsInOrder() throws Exception {
        assertThat(run("[{\"payload\":{\"n\":2}},{\"payload\":{\"n\":10}}]", "select: [payload.n]")
                        .failure())
                .isEmpty();
        assertThat(differences(run("[{\"payload\":{\"n\":2}}]", "select: [payload.n]")))
                .containsExactly("[1]: expected nothing, got {\"payload\":{\"n\":10.0}}");
    }

    @Test
    void anEmptyArrayWantsNothing() throws Exception {
        assertThat(differences(run("[]", "select: [payload]"))).hasSize(2);
    }

    @Test
    void withoutPathsTheWholeRecordIsCompared() throws Exception {
        assertThat(run("""
                        {"tst":"2024-11-21T00:00:00.123000+0000","topic":"sensors","qos":0,"retain":0,"payloadlen":13,
                         "properties":{"payload-format-indicator":1,"message-expiry-interval":10,
                           "content-type":"application/json","user-properties":{
                             "__srcId":"mqtt-source","__protVer":"1.0","__ts":"001732147200123:00002:leat"}},
                         "payload":"{\\"n\\":10}"}
                        """).failure()).isEmpty();
        assertThat(differences(run("{\"payload\":{\"n\":10}}", "ignores: [tst, qos, retain, payloadlen, properties]")))
                .containsExactly("topic: expected nothing, got \"sensors\"");
    }

    @Test
    void pathsReachIntoThePayload() throws Exception {
        assertThat(run(
                                "[{\"payload\":{\"list\":[{\"max\":0.30000000000000004}]}},{}]",
                                "select: [payload]",
                                "ignores: [payload.n]")
                        .failure()
                        .map(TestResult.Failure::differences))
                .contains(List.of(
                        new Difference("[1].payload", java.util.Optional.empty(), java.util.Optional.of("{}"))));
    }

    @Test
    void textPayloadsAreComparedAsText() throws Exception {
        write("in/m11.json", "no JSON");
        assertThat(run("{\"payload\":\"no JSON\"}", "select: [payload]").failure())
                .isEmpty();
        write("in/m11.json", "\"text\"");
        assertThat(run("{\"payload\":\"\\\"te\\\\u0078t\\\"\"}", "select: [payload]")
                        .failure())
                .isEmpty();
        assertThat(differences(run("{\"payload\":\"text\"}", "select: [payload]")))
                .hasSize(1);
    }

    @Test
    void aCaseThatWouldPassWhateverComesOutFails() throws Exception {
        assertThat(reason(run("{\"payload\":{\"n\":10}}", "select: [paylod]"))).startsWith("LEAT-TESTKIT-017: ");
        assertThat(reason(run("{\"payload\":{\"n\":10}}", "select: [payload]", "ignores: [payload]")))
                .startsWith("LEAT-TESTKIT-017: ");
    }

    @Test
    void aPathThatFindsNothingIsNoted() throws Exception {
        TestResult result = run("{\"payload\":{\"n\":10}}", "select: [payload, topc]");
        assertThat(result.passed()).isTrue();
        assertThat(result.notes()).singleElement().asString().contains("'topc' finds nothing");
    }

    @Test
    void aCaseWithoutMessagesFails() throws Exception {
        Files.createDirectory(directory.resolve("none"));
        write("expected.json", "[]");
        Path file = write("b.test.yaml", "graph: graph.yaml\ninput: none\nexpected: expected.json\n");
        TestRunner runner = new TestRunner(leat, ModuleFinder.inDirectories(List.of()));
        assertThat(reason(runner.run(file))).startsWith("LEAT-TESTKIT-015: ");
    }

    @Test
    void whatIsExpectedMustMakeSense() throws Exception {
        for (String expected : List.of("", "1", "[1]", "{", "{} {}")) {
            assertThat(reason(run(expected))).startsWith("LEAT-TESTKIT-016: ").contains("expected.json");
        }
    }

    @Test
    void aMistakeInTheStateStoresContentIsTheReasonWithItsPlace() throws Exception {
        write("statestore.json", "[{\"a\":\"b\"},\n 7]");
        assertThat(reason(run("[]"))).startsWith("LEAT-STATE-006: ").contains("statestore.json:2:2: an object");
    }

    @Test
    void modulesGetTheSchemaAndTheParametersThatStandBesideTheGraph() throws Exception {
        write("schema.json", "{\"title\": \"it\"}");
        write("hostapp.env.list", "TK_SCHEMA_CONFIG_PATH=schema.json\nTK_CONFIGURATION_PARAMETERS=a=1;b=2");
        write(
                "graph.yaml",
                GRAPH.replace(
                                "  - {operationType: sink",
                                "  - {operationType: map, name: ask, module: asker}\n  - {operationType: sink")
                        .replace(
                                "{from: {name: source}, to: {name: sink}}",
                                "{from: {name: source}, to: {name: ask}}\n  - {from: {name: ask}, to: {name: sink}}"));
        Files.delete(directory.resolve("in/m10.json"));
        Files.delete(directory.resolve("in/m2.json"));
        write("in/a.json", "{}");
        write(
                "expected.json",
                "[{\"payload\": \"schema application/schema+json {\\\"title\\\": \\\"it\\\"} | a=1;b=2\"}]");
        assertThat(withAsker().failure()).isEmpty();
    }

    @Test
    void aBrokenSchemaBesideTheGraphIsTheReasonWithItsPlace() throws Exception {
        write("schema.json", "{\n \"type\": \"objekt\"}");
        write("hostapp.env.list", "TK_SCHEMA_CONFIG_PATH=schema.json");
        assertThat(reason(run("[]"))).startsWith("LEAT-SCHEMA-002: ").contains("schema.json:2:10");
    }

    private TestResult withAsker() throws Exception {
        return new TestRunner(
                        leat,
                        ModuleFinder.inDirectories(
                                List.of(Path.of(System.getProperty("leat.root"), "operator/src/test/fixtures"))),
                        GraphOptions.DEFAULT,
                        InstantSource.system())
                .run(write(
                        "asker.test.yaml",
                        "graph: graph.yaml\ninput: in\nexpected: expected.json\nselect: [payload]\n"));
    }

    @Test
    void whatIsWrongWithTheFilesIsTheReason() throws Exception {
        assertThat(reason(run("[]", "more: 1"))).contains("a.test.yaml:4:1: error LEAT-TESTKIT-010: ");
        write("graph.yaml", GRAPH.replace("name: through", "nam: through"));
        assertThat(reason(run("[]"))).contains("graph.yaml:3:").contains("LEAT-GRAPH-");
        write(
                "graph.yaml",
                GRAPH.replace(
                                "{operationType: source, name: source}",
                                "{operationType: source, name: source}\n  - {operationType: map, name: m, module: none}")
                        .replace("to: {name: sink}}", "to: {name: m}}\n  - {from: {name: m}, to: {name: sink}}"));
        assertThat(reason(run("[]"))).startsWith("LEAT-RUNTIME-001: ");
    }
}
