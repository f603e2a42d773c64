package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules that run models, as the commands show and start them. */
class ModelCommandsTest {

    private static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: pictures
              version: 1.0.0
            moduleRequirements:
              apiVersion: "1.1.0"
              runtimeVersion: "1.1.0"
              features: [{name: wasi-nn}]
            operations:
              - {operationType: source, name: source}
              - {operationType: map, name: seen, module: "snapshot:1.0.0"}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source}, to: {name: seen}}
              - {from: {name: seen}, to: {name: sink}}
            """;

    @TempDir
    private Path directory;

    private String graph;

    @BeforeEach
    void write() throws Exception {
        graph = Files.writeString(directory.resolve("pictures.yaml"), GRAPH).toString();
    }

    @Test
    void inspectShowsThatModelsAreProvided() {
        Command.Outcome outcome = Command.run(
                "inspect",
                Command.root().resolve("modules/snapshot/snapshot.wasm").toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("  wasi:nn/graph@0.2.0-rc-2024-10-28\n")
                .doesNotContain("not provided by Leat");
    }

    @Test
    void explainSaysWhichOperationsRunModelsAndWhereTheyAreLookedFor() throws Exception {
        Path beside = Files.createDirectory(directory.resolve("models"));
        Path named = Files.createDirectory(directory.resolve("named"));
        Command.Outcome outcome = Command.run(
                "explain",
                graph,
                "--models",
                named.toString(),
                "--inference-threads",
                "2",
                "--inference-timeout",
                "1.5");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("     models   ONNX, through wasi:nn: 1.5 s a computation, threads: 2; by name from " + named
                        + ", " + beside + ", ")
                .containsOnlyOnce("     models ");
    }

    @Test
    void whatTheOptionsCannotBeIsSaid() {
        assertThat(Command.run("explain", graph, "--models", "nowhere").err())
                .contains("LEAT-CLI-004: --models nowhere: there is no such directory");
        assertThat(Command.run("explain", graph, "--inference-threads", "0").err())
                .contains("LEAT-CLI-003: --inference-threads 0: between 1 and 256");
        for (String timeout : List.of("NaN", "0.0", "-1.0", "0.00099", "86400.1")) {
            assertThat(Command.run("explain", graph, "--inference-timeout", timeout)
                            .err())
                    .contains("LEAT-CLI-003: --inference-timeout " + timeout
                            + ": at least 0.001 (a millisecond) and at most 86400 seconds (a day)");
        }
    }
}
