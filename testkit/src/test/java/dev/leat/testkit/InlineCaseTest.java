package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.runtime.Leat;
import dev.leat.runtime.ModuleFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases whose messages and expectations stand in the test file. */
final class InlineCaseTest {

    private static final Path MODULES = Path.of(System.getProperty("leat.root"), "modules");

    private static Leat leat;

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() {
        leat = Leat.open();
    }

    @AfterAll
    static void close() {
        leat.close();
    }

    @BeforeEach
    void writeGraphs() throws IOException {
        write("enrich.yaml", graph("{operationType: map, name: enrich, module: otel-enrich}", """
                moduleConfigurations:
                  - name: enrich
                    parameters: {enrichKeys: {name: enrichKeys, description: keys, default: factory}}
                """));
        write("branch.yaml", """
                metadata: {$schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: b, description: b, version: "1.0.0", vendor: v}
                moduleRequirements: {apiVersion: "1.1.0", runtimeVersion: "1.1.0"}
                operations:
                  - {operationType: source, name: source}
                  - {operationType: branch, name: temperature, module: temperature}
                  - {operationType: sink, name: warm}
                  - {operationType: sink, name: others}
                connections:
                  - {from: {name: source}, to: {name: temperature}}
                  - {from: {name: temperature, arm: "True"}, to: {name: warm}}
                  - {from: {name: temperature, arm: "False"}, to: {name: others}}
                """);
    }

    private static String graph(String operation, String more) {
        return more + """
                metadata: {$schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: g, description: g, version: "1.0.0", vendor: v}
                moduleRequirements: {apiVersion: "1.1.0", runtimeVersion: "1.1.0"}
                operations:
                  - {operationType: source, name: source}
                  - %s
                  - {operationType: sink, name: sink}
                connections:
                  - {from: {name: source}, to: {name: enrich}}
                  - {from: {name: enrich}, to: {name: sink}}
                """.formatted(operation);
    }

    @Test
    void messagesStateConfigurationAndWhatIsExpectedStandInTheFile() throws Exception {
        TestResult result = run("""
                graph: enrich.yaml
                configuration: {enrich: {enrichKeys: "factory,line"}}
                state: {factory: north, line: "7"}
                messages:
                  - {topic: a/b, time: "2026-01-31T12:00:00.5Z", payload: {value: 1}, properties: {mine: [x, y]}}
                outputs:
                  - payload: {value: 1.0}
                    properties: {user-properties: {otel/factory: north, otel/line: "7", mine: [x, y], __ts: "001769860800500:00000:test"}}
                finalState: {factory: north, gone: null}
                metrics:
                  - {name: requests, operation: enrich, value: 1, count: 1}
                """);

        assertThat(result.failure()).isEmpty();
    }

    @Test
    void eachSinkHasItsOwnRecords() throws Exception {
        assertThat(run("""
                graph: branch.yaml
                messages:
                  - payload: {temperature: {value: 1, unit: C}}
                  - payload: {humidity: {value: 3}}
                  - payload: {temperature: {value: 2, unit: C}}
                outputs:
                  warm: [{payload: {temperature: {value: 1, unit: C}}}, {payload: {temperature: {value: 2, unit: C}}}]
                  others: [{payload: {humidity: {value: 3}}}]
                """).failure()).isEmpty();
    }

    @Test
    void whatDiffersIsNamedWithItsSinkItsKeyAndItsMetric() throws Exception {
        TestResult result = run("""
                graph: enrich.yaml
                state: {factory: north}
                messages: [{payload: {value: 1}}]
                outputs: {sink: [{payload: {value: 2}}]}
                finalState: {factory: south, other: present}
                metrics: [{name: requests, value: 5}, {name: nothing, count: 1}]
                """);

        assertThat(result.failure().orElseThrow().differences())
                .extracting(Difference::toString)
                .containsExactly(
                        "sink[0].payload.value: expected 2, got 1",
                        "state.factory: expected \"south\", got \"north\"",
                        "state.other: expected \"present\", got nothing",
                        "metrics.requests.value: expected 5, got 1",
                        "metrics.nothing.count: expected 1, got 0");
    }

    @Test
    void aSinkThatTheGraphDoesNotHaveIsNamedWithThoseThatItHas() throws Exception {
        TestResult result = run("graph: branch.yaml\nmessages: [{payload: 1}]\noutputs: {cold: []}\n");

        assertThat(result.failure().orElseThrow().reason())
                .startsWith("LEAT-TESTKIT-025: ")
                .contains("'cold'")
                .contains("others")
                .contains("warm");
    }

    @Test
    void payloadsAreTextJsonOrBytes() throws Exception {
        CaseContent content = read("""
                graph: enrich.yaml
                messages:
                  - payload: just text
                  - payload: [1, {a: null}, true, 2.50]
                  - {payloadBase64: AAECAw==, contentType: application/octet-stream, topic: t, properties: {k: v}}
                outputs: []
                """).testCase().orElseThrow().content();

        assertThat(content.messages())
                .extracting(CaseMessage::payload)
                .containsExactly(
                        Bytes.utf8("just text"),
                        Bytes.utf8("[1,{\"a\":null},true,2.50]"),
                        Bytes.of(new byte[] {0, 1, 2, 3}));
        assertThat(content.messages().getLast().properties()).containsExactly(new UserProperty("k", "v"));
        assertThat(content.messages().getLast().contentType()).isEqualTo(Optional.of("application/octet-stream"));
        assertThat(content.outputs()).isEqualTo(Map.of(CaseContent.ALL_SINKS, List.of()));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() throws Exception {
        assertThat(read("""
                graph: enrich.yaml
                messages:
                  - {topik: a}
                  - {payload: 1, time: yesterday}
                  - {payload: 1, payloadBase64: AA==}
                  - {payloadBase64: "§"}
                outputs: 3
                finalState: [1]
                metrics: [{name: a}]
                """).diagnostics())
                .extracting(InlineCaseTest::place)
                .contains(
                        "LEAT-TESTKIT-010 3:6",
                        "LEAT-TESTKIT-011 3:5",
                        "LEAT-TESTKIT-012 4:24",
                        "LEAT-TESTKIT-011 5:5",
                        "LEAT-TESTKIT-012 7:10",
                        "LEAT-TESTKIT-012 8:13",
                        "LEAT-TESTKIT-011 9:11");
    }

    private static String place(Diagnostic finding) {
        return finding.code() + " " + finding.position().line() + ":"
                + finding.position().column();
    }

    @Test
    void aCaseThatExpectsNothingIsRefused() throws Exception {
        assertThat(read("graph: enrich.yaml\nmessages: [{payload: 1}]\n").diagnostics())
                .extracting(Diagnostic::message)
                .anyMatch(message -> message.contains("expected"));
    }

    private TestCase.Reading read(String text) throws IOException {
        return TestCase.read(write("a.test.yaml", text));
    }

    private TestResult run(String text) throws Exception {
        return new TestRunner(leat, ModuleFinder.inDirectories(List.of(MODULES))).run(write("a.test.yaml", text));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
