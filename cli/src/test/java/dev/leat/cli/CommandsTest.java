package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The other commands, as a user types them. */
class CommandsTest {

    @TempDir
    private Path directory;

    @Test
    void theDemoShowsReadingsInAndConvertedReadingsOutAndEnds() {
        Command.Outcome outcome = Command.run("demo", "--once");

        assertThat(outcome.err()).doesNotContain("LEAT-");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("mosquitto_sub")
                .contains("mosquitto_pub")
                .containsPattern("in +212\\.0 \u00b0F")
                .containsPattern("out +100\\.0 \u00b0C")
                .containsPattern("out +-40\\.0 \u00b0C");
    }

    @Test
    @Timeout(120)
    void theDemoEndsWhenNobodyReadsItsOutputAnyMore() {
        StringWriter err = new StringWriter();
        Writer closed = new FilterWriter(Writer.nullWriter()) {
            @Override
            public void flush() throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        CommandLine demo = new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(closed))
                .setErr(new PrintWriter(err));

        assertThat(demo.execute()).isEqualTo(1);
        assertThat(err.toString()).contains("the standard output takes no more");
    }

    @Test
    void severalCommandsCanBeRehearsedInOneProcess() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rehearsal.class.getName(),
                        "lint",
                        Command.graphSimple(),
                        "/",
                        "lint",
                        "nowhere.yaml")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("graph-simple.yaml]: exit code 0")
                .contains("nowhere.yaml]: exit code 2");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void theExamplesCasePasses() {
        Command.Outcome outcome =
                Command.run("test", Command.root().resolve("examples").toString());

        assertThat(outcome.out()).endsWith("3 passed, 0 failed\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void aCaseThatFailsShowsWhereAndTheExitCodeIsOne() throws IOException {
        Path example = Command.root().resolve("examples/graph-simple");
        Files.createDirectory(directory.resolve("input"));
        Files.copy(example.resolve("input/boiling.json"), directory.resolve("input/boiling.json"));
        Files.writeString(
                directory.resolve("expected.json"), "{\"payload\":{\"temperature\":{\"value\":99.0,\"unit\":\"C\"}}}");
        Files.writeString(
                directory.resolve("wrong.test.yaml"),
                "graph: " + Command.graphSimple() + "\ninput: input\nexpected: expected.json\n"
                        + "select: [payload.temperature.value]\n");

        Command.Outcome outcome = Command.run("test", directory.toString());

        assertThat(outcome.out()).contains("payload.temperature.value").endsWith("0 passed, 1 failed\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void inspectTellsWhatAModuleIs() {
        Command.Outcome outcome = Command.run(
                "inspect",
                Command.root().resolve("modules/temperature/temperature.wasm").toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("operators: map, filter, branch, accumulate")
                .contains("wasm-graph:processor/logger@1.1.0")
                .contains("wit-component")
                .contains("process: func(message: data-model) -> result<data-model, error>");
    }

    @Test
    void lintFindsNothingWrongWithTheExample() {
        Command.Outcome outcome = Command.run("lint", Command.graphSimple());

        assertThat(outcome.out()).isEqualTo("1 file, 0 errors, 0 warnings\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void lintChecksADirectoryWithResourcesAndGraphDefinitions() throws IOException {
        Files.copy(Path.of(Command.graphSimple()), directory.resolve("graph-simple.yaml"));
        Files.writeString(directory.resolve("profile.yaml"), """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowProfile
                metadata: { name: fast }
                spec: { instanceCount: 30 }
                """);
        Files.writeString(directory.resolve("main.bicep"), """
                param instance string
                resource aio 'Microsoft.IoTOperations/instances@2025-10-01' existing = { name: instance }
                """);

        Command.Outcome outcome = Command.run("lint", directory.toString(), "--parameter", "instance=a");

        assertThat(outcome.out())
                .contains("profile.yaml:4:24: error LEAT-RES-015")
                .endsWith("3 files, 1 error, 0 warnings\n");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void lintCanAnswerInJson() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "");

        Command.Outcome outcome = Command.run("lint", empty.toString(), "--output", "json");

        assertThat(outcome.out()).contains("\"code\" : \"LEAT-GRAPH-005\"").contains("\"line\" : 1");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutAnyArgumentTheCommandsAreShown() {
        Command.Outcome outcome = Command.run();

        assertThat(outcome.err()).contains("demo").contains("run").contains("test");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }
}
