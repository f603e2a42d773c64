package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas on the command line: modules get them, ask for them, and connections are held against them. */
class SchemaCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: ask
              version: 1.0.0
            moduleRequirements:
              apiVersion: "1.1.0"
              runtimeVersion: "1.1.0"
            operations:
              - {operationType: source, name: source}
              - {operationType: map, name: ask, module: asker}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source, schemaName: reading}, to: {name: ask}}
              - {from: {name: ask, schemaName: "aio-sr://plant/oven:2"}, to: {name: sink}}
            schemas:
              - name: reading
                format: JsonSchema/draft-07
                schema: |
                  {"properties": {"t": {"type": "integer"}, "u": {"type": "string"}}}
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        file("graph.yaml", GRAPH);
        file("schemas/oven/2.json", "{\"title\":\"oven\"}");
        file("extra.json", "{\"title\":\"extra\"}");
    }

    private String file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content).toString();
    }

    private Command.Outcome leat(String command, String input, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                directory.resolve("graph.yaml").toString(),
                "--modules",
                Command.root().resolve("operator/src/test/fixtures").toString(),
                "--schemas",
                directory.resolve("schemas").toString()));
        if (command.equals("run")) {
            arguments.addAll(List.of("--input", "-"));
        }
        arguments.addAll(List.of(more));
        return Command.runWith(input, arguments.toArray(String[]::new));
    }

    private static String ask(String topic, String payload) {
        return "{\"topic\":\"" + topic + "\",\"payload\":\"" + payload.replace("\"", "\\\"") + "\"}\n";
    }

    private static String payload(Command.Outcome outcome) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return JSON.readTree(outcome.out()).path("payload").textValue();
    }

    @Test
    void aModuleGetsTheSchemasOfItsConnectionsThenThoseThatAllGet() throws IOException {
        Command.Outcome outcome = leat(
                "run",
                ask("schemas", "{}"),
                "--schema",
                directory.resolve("extra.json").toString());
        assertThat(payload(outcome).lines().filter(line -> !line.isBlank()))
                .containsExactly(
                        "reading application/schema+json {\"properties\": {\"t\": {\"type\": \"integer\"}, \"u\": {\"type\":"
                                + " \"string\"}}}",
                        "aio-sr://plant/oven:2 application/schema+json {\"title\":\"oven\"}",
                        "extra application/schema+json {\"title\":\"extra\"}");
    }

    @Test
    void aModuleAsksTheRegistryItself() throws IOException {
        assertThat(payload(leat("run", ask("schema/oven/2/1/0", "{}"))))
                .startsWith("local oven 2 json\n{\"title\":\"oven\"}");
        assertThat(payload(leat("run", ask("schema/oven/3/1/0", "{}")))).isEqualTo("not-found");
    }

    @Test
    void whatStandsBesideTheGraphCountsForARunToo() throws IOException {
        file("tk.json", "{\"title\":\"tk\"}");
        file(
                "hostapp.env.list",
                "TK_SCHEMA_CONFIG_PATH=tk.json\nTK_CONFIGURATION_PARAMETERS={\"a\":\"1;2\",\"b\":3}\n");
        assertThat(payload(leat("run", ask("schemas", "{}"))))
                .contains("tk application/schema+json {\"title\":\"tk\"}");
        assertThat(payload(leat("run", ask("properties", "{}"), "--config", "b=9")))
                .isEqualTo("a=1;2\nb=9");
    }

    @Test
    void recordsThatDoNotConformAreDeadLettersWithAllViolations() throws IOException {
        Path letters = directory.resolve("letters.jsonl");
        Command.Outcome outcome = leat(
                "run",
                ask("x", "{\"t\":1.5,\"u\":2}") + ask("x", "{\"t\":1}"),
                "--validate",
                "source:ask",
                "--dead-letter",
                letters.toString());
        assertThat(payload(outcome)).isEqualTo("{\"t\":1}");
        JsonNode letter = JSON.readTree(Files.readString(letters)).at("/properties/user-properties");
        assertThat(letter.path("leat-operation").textValue()).isEqualTo("validate source:ask");
        assertThat(letter.path("leat-reason").textValue())
                .startsWith("LEAT-SCHEMA-011: ")
                .contains("schema reading, 2 violations: /t: ", "; /u: ");
    }

    @Test
    void theDefinitionCanAskForTheValidation() throws IOException {
        file("graph.yaml", GRAPH.replace("schemaName: reading}", "schemaName: reading, leat.dev/validate: true}"));
        Command.Outcome outcome = leat("run", ask("x", "{\"t\":1.5}"));
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("1 in, 0 out");
    }

    @Test
    void anyConnectionCanBeHeldAgainstAnySchema() throws IOException {
        String extra = file("number.json", "{\"required\":[\"n\"]}");
        assertThat(payload(leat(
                        "run", ask("x", "{\"n\":1}") + ask("x", "{}"), "--schema", extra, "--validate", "ask=number")))
                .isEqualTo("{\"n\":1}");
    }

    @Test
    void validationsShowInThePlan() {
        Command.Outcome outcome = leat("explain", "", "--validate", "all");
        assertThat(outcome.out())
                .contains("what goes to ask against schema reading", "(validate source:ask)")
                .contains("what goes to sink against schema aio-sr://plant/oven:2", "(validate ask:sink)")
                .contains("schema   reading   (application/schema+json)");
        assertThat(leat("explain", "").out()).doesNotContain("validate");
    }

    @Test
    void brokenSchemasEndTheCommandWithTheirPlace() throws IOException {
        file("schemas/room.json", "{\n  \"type\": 5\n}");
        assertUsage(leat("run", ""), "LEAT-SCHEMA-002", "room.json:2:11");
        Files.delete(directory.resolve("schemas/room.json"));
        file("graph.yaml", GRAPH.replace("\"integer\"", "\"integr\""));
        assertUsage(leat("run", ""), "LEAT-SCHEMA-002", "schema 'reading'", "graph.yaml:16:5", ":1:31");
    }

    @Test
    void whatCannotBeFoundEndsTheCommandWithAHint() throws IOException {
        assertUsage(leat("run", "", "--validate", "ask:source"), "LEAT-SCHEMA-010", "source:ask, ask:sink");
        assertUsage(leat("run", "", "--validate", "ask=none"), "LEAT-SCHEMA-009", "there is no schema 'none'");
        assertUsage(leat("run", "", "--validate", "=x"), "LEAT-CLI-003");
        Files.delete(directory.resolve("schemas/oven/2.json"));
        assertUsage(leat("run", ""), "LEAT-SCHEMA-009", "aio-sr://plant/oven:2");
    }

    private static void assertUsage(Command.Outcome outcome, String... words) {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(words);
    }

    @Test
    void aRegistryBehindABrokerIsForRunsThatHaveOne() {
        Command.Outcome here =
                Command.run("run", directory.resolve("graph.yaml").toString(), "--input", "-", "--schemas", "mqtt");
        assertThat(here.exitCode()).isEqualTo(2);
        assertThat(here.err()).contains("LEAT-CLI-002", "--schemas mqtt goes with --broker");
        Command.Outcome explained =
                Command.run("explain", directory.resolve("graph.yaml").toString(), "--schemas", "mqtt://localhost");
        assertThat(explained.exitCode()).isEqualTo(2);
        assertThat(explained.err()).contains("LEAT-CLI-002", "goes with leat run");
    }
}
