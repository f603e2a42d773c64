package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong, the answer names it and what to do, and is no stack trace. */
class BadInputTest {

    @TempDir
    private Path directory;

    @Test
    void withoutInputAndBrokerTheOptionsAreNamed() {
        refuses(2, "LEAT-CLI-002", "--input", Command.run("run", Command.graphSimple()));
    }

    @Test
    void aBrokerWithoutTopicsIsNotEnough() {
        refuses(2, "LEAT-CLI-002", "--source", Command.run("run", Command.graphSimple(), "--broker", "localhost:1"));
    }

    @Test
    void aGraphThatIsNotThereIsNamed() {
        refuses(2, "LEAT-GRAPH-001", "nowhere.yaml", Command.run("run", "nowhere.yaml", "--input", "-"));
    }

    @Test
    void aGraphWithMistakesShowsAllOfThemWithTheirPlaces() throws IOException {
        Path graph = graph("temperature", "map").resolveSibling("broken.yaml");
        Files.writeString(
                graph,
                Files.readString(graph("temperature", "map"))
                        .replace("name: sink}}", "name: sinc}}")
                        .replace("operationType: map", "operationType: mapp"));

        Command.Outcome outcome = Command.run("lint", graph.toString());

        refuses(2, "LEAT-GRAPH-027", "broken.yaml:", outcome);
        assertThat(outcome.out())
                .contains("LEAT-GRAPH-046")
                .contains("Did you mean 'sink'?")
                .contains("2 errors");
    }

    @Test
    void aModuleThatIsNotThereIsNamedWithThePlacesSearched() throws IOException {
        refuses(2, "LEAT-RUNTIME-001", "absent.wasm", run(graph("absent", "map")));
    }

    @Test
    void aCoreModuleIsToldFromAComponent() throws IOException {
        Files.copy(Command.fixtures().resolve("core.wasm"), directory.resolve("core.wasm"));
        refuses(2, "LEAT-COMPONENT-002", "wasm-tools component new", run(graph("core", "map")));
    }

    @Test
    void garbageAndTruncatedFilesAreRefused() throws IOException {
        Files.writeString(directory.resolve("garbage.wasm"), "this is no module");
        refuses(2, "LEAT-COMPONENT-001", "garbage", run(graph("garbage", "map")));
        byte[] whole = Files.readAllBytes(Command.root().resolve("modules/temperature/temperature.wasm"));
        Files.write(directory.resolve("truncated.wasm"), Arrays.copyOf(whole, whole.length / 2));
        refuses(2, "LEAT-COMPONENT-003", "byte 0x", run(graph("truncated", "map")));
    }

    @Test
    void aComponentOfAnotherWorldSaysWhatItExports() throws IOException {
        Files.copy(Command.fixtures().resolve("wrong-world.wasm"), directory.resolve("wrong.wasm"));
        refuses(2, "LEAT-OPERATOR-002", "leat:fixtures/greeter", run(graph("wrong", "map")));
    }

    @Test
    void anUnknownEngineIsRefusedWithTheKnownOnes() {
        refuses(
                2,
                "LEAT-RUNTIME-005",
                "wasmtime, endive",
                Command.run("run", Command.graphSimple(), "--input", "-", "--engine", "wasmer"));
    }

    @Test
    void aBrokerThatIsNotThereEndsTheCommand() {
        refuses(
                1,
                "LEAT-MQTT-",
                "127.0.0.1:1",
                Command.run(
                        "run",
                        Command.graphSimple(),
                        "--broker",
                        "127.0.0.1:1",
                        "--source",
                        "a",
                        "--destination",
                        "b"));
    }

    @Test
    void noFileIsUsedForTwoThings() throws IOException {
        Path input = Files.writeString(directory.resolve("in.jsonl"), "{}\n");
        Path other = directory.resolve("other.jsonl");
        Path link = Files.createSymbolicLink(directory.resolve("link.jsonl"), input);
        String graph = Command.graphSimple();
        refuses(2, "LEAT-CLI-002", "are the same file", runOn(graph, input, "--output", link.toString()));
        refuses(2, "LEAT-CLI-002", "are the same file", runOn(graph, input, "--dead-letter", input.toString()));
        refuses(2, "LEAT-CLI-002", "are the same file", runOn(graph, input, "--record", input.toString()));
        refuses(2, "LEAT-CLI-002", "--input", runOn(graph, input, "--record", directory + "/x/../in.jsonl"));
        refuses(
                2,
                "LEAT-CLI-002",
                "are the same file",
                runOn(graph, input, "--output", other.toString(), "--dead-letter", directory + "/./other.jsonl"));
        Path own = Files.copy(Path.of(graph), directory.resolve("own.yaml"));
        refuses(2, "LEAT-CLI-002", "the graph", runOn(own.toString(), input, "--record", own.toString()));

        assertThat(input).hasContent("{}");
        assertThat(own).hasSameTextualContentAs(Path.of(graph));
        assertThat(other).doesNotExist();
    }

    @Test
    void aDirectoryOfMessagesGetsNoOutput() throws IOException {
        Path input = Files.createDirectories(directory.resolve("messages"));
        Path message = Files.writeString(input.resolve("1.json"), "{}");
        refuses(
                2,
                "LEAT-CLI-002",
                "lies in the directory",
                runOn(Command.graphSimple(), input, "--output", message.toString()));
        Path folder = Files.createDirectories(input.resolve("output"));

        assertThat(message).hasContent("{}");
        assertThat(runOn(Command.graphSimple(), input, "--output", folder + "/out.jsonl")
                        .exitCode())
                .isZero();
    }

    @Test
    void aReplayDoesNotOverwriteItsRecording() throws IOException {
        Path recording = Files.writeString(directory.resolve("recording"), "{\"recording\":1}\n");
        refuses(
                2,
                "LEAT-CLI-002",
                "are the same file",
                Command.run("replay", recording.toString(), "--output", recording.toString()));
    }

    @Test
    void aRecordingBeginsAtTheBeginning() throws IOException {
        Path input = Files.writeString(directory.resolve("in.jsonl"), "{}\n");
        String recording = directory.resolve("recording").toString();
        refuses(
                2,
                "LEAT-CLI-002",
                "--record and --state-dir",
                runOn(Command.graphSimple(), input, "--record", recording, "--state-dir", directory + "/state"));
        refuses(
                2,
                "LEAT-CLI-002",
                "--state-dir none",
                Command.run(
                        "run",
                        Command.root()
                                .resolve("examples/window-average/window-average.yaml")
                                .toString(),
                        "--broker",
                        "127.0.0.1:1",
                        "--source",
                        "a",
                        "--destination",
                        "b",
                        "--record",
                        recording));
    }

    @Test
    void theHeaderOfARecordingIsHeldAgainstWhatItMaySay() throws IOException {
        for (String header : List.of(
                "\"lateness\":1000,\"late\":\"SOMETIMES\"", "\"lateness\":-1,\"late\":\"DROP\"", "\"graph\":\"t\"")) {
            Path recording = Files.writeString(
                    directory.resolve("recording"),
                    "{\"recording\":1,\"definition\":" + quoted(Files.readString(Path.of(Command.graphSimple()))) + ","
                            + header + "}\n");
            refuses(2, "LEAT-TESTKIT-023", "makes no sense", Command.run("replay", recording.toString()));
        }
    }

    private static String quoted(String text) throws IOException {
        return new ObjectMapper().writeValueAsString(text);
    }

    private static Command.Outcome runOn(String graph, Path input, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", graph, "--input", input.toString()));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    @Test
    void aGuestThatLoopsIsStoppedAndTheRunGoesOn() throws IOException {
        Files.copy(Command.fixtures().resolve("hostile.wasm"), directory.resolve("hostile.wasm"));
        String spin = record("cmd/spin", "x");
        String pass = record("cmd/pass", "y");

        Command.Outcome outcome = Command.runWith(
                spin + pass, "run", graph("hostile", "map").toString(), "--input", "-", "--call-timeout", "0.3");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("2 in, 1 out");
    }

    @Test
    void aGuestThatEatsMemoryIsStoppedAndTheRunGoesOn() throws IOException {
        Files.copy(Command.fixtures().resolve("hostile.wasm"), directory.resolve("hostile.wasm"));

        Command.Outcome outcome = Command.runWith(
                record("cmd/eat", "x") + record("cmd/pass", "y"),
                "run",
                graph("hostile", "map").toString(),
                "--input",
                "-",
                "--memory-limit",
                "16");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("2 in, 1 out");
    }

    private static String record(String topic, String payload) {
        return "{\"topic\":\"" + topic + "\",\"payload\":\"" + payload + "\"}\n";
    }

    private Command.Outcome run(Path graph) {
        return Command.runWith("{}\n", "run", graph.toString(), "--input", "-");
    }

    private Path graph(String module, String type) throws IOException {
        Path file = directory.resolve("graph.yaml");
        Files.writeString(file, """
                metadata: {$schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json", name: t, version: 1.0.0}
                moduleRequirements: {apiVersion: 1.1.0, runtimeVersion: 1.1.0}
                operations:
                  - {operationType: source, name: source}
                  - {operationType: %s, name: it, module: "%s:1.0.0"}
                  - {operationType: sink, name: sink}
                connections:
                  - {from: {name: source}, to: {name: it}}
                  - {from: {name: it}, to: {name: sink}}
                """.formatted(type, module));
        return file;
    }

    private static void refuses(int exitCode, String code, String words, Command.Outcome outcome) {
        assertThat(outcome.out() + outcome.err()).contains(code).contains(words).doesNotContain("\tat ");
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }
}
