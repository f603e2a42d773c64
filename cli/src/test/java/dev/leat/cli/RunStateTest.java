package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat run} of a graph whose module reads and writes the state store. */
final class RunStateTest {

    private static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: enriched
              version: 1.0.0
            moduleRequirements:
              apiVersion: "1.1.0"
              runtimeVersion: "1.1.0"
            operations:
              - {operationType: source, name: source}
              - {operationType: map, name: enrich, module: "enrichment:1.0.0"}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source}, to: {name: enrich}}
              - {from: {name: enrich}, to: {name: sink}}
            """;

    /** Neither hot nor cold: whether it is too hot is up to the state store. */
    private static final String WARM = """
            {"sensor_data":{"temperature":[{"count":1,"min":50,"max":90,"average":60,"last":60,"unit":"C",\
            "overtemp":false}],"humidity":[],"object":[]}}""";

    private static final String HOT = WARM.replace("90", "120");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws Exception {
        writeTo(folder);
    }

    /** The graph, and what is hot and what is not. */
    static void writeTo(Path folder) throws Exception {
        Files.writeString(folder.resolve("graph.yaml"), GRAPH);
        Files.writeString(folder.resolve("warm.json"), WARM);
        Files.writeString(folder.resolve("hot.json"), HOT);
    }

    private void write(String file, String content) throws Exception {
        Files.writeString(folder.resolve(file), content);
    }

    private Command.Outcome run(String input, String... more) {
        String[] all = new String[more.length + 6];
        all[0] = "run";
        all[1] = folder.resolve("graph.yaml").toString();
        all[2] = "--input";
        all[3] = folder.resolve(input).toString();
        all[4] = "--modules";
        all[5] = Command.root().resolve("modules").toString();
        System.arraycopy(more, 0, all, 6, more.length);
        return Command.run(all);
    }

    private static void assertOvertemp(boolean overtemp, Command.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).as(outcome.err()).contains("\\\"overtemp\\\":" + overtemp);
    }

    @Test
    void inMemoryARunFindsNothingThatAnotherLeft() {
        assertOvertemp(true, run("hot.json"));
        assertOvertemp(false, run("warm.json"));
    }

    @Test
    void inADirectoryItFindsWhatIsThere() {
        Path store = folder.resolve("new/store");
        assertOvertemp(true, run("hot.json", "--state", store.toString()));
        assertOvertemp(true, run("warm.json", "--state", store.toString()));
        assertThat(Command.run("state", "get", "--store", store.toString(), "overtemp_count")
                        .out())
                .isEqualTo("1");
    }

    @Test
    void besideTheGraphsStateItStaysToo() {
        Path directory = folder.resolve("state");
        assertOvertemp(true, run("hot.json", "--state-dir", directory.toString()));
        assertThat(Command.run(
                                "state",
                                "get",
                                "--store",
                                directory.resolve("state-store").toString(),
                                "overtemp")
                        .out())
                .isEqualTo("true");
    }

    @Test
    void filesSetWhatTheStoreDoesNotHaveAndTheOneOfTheUserCountsFirst() throws Exception {
        write("statestore.json", "[{\"overtemp\": \"true\"}]");
        assertOvertemp(true, run("warm.json"));
        write("mine.json", "[{\"overtemp\": \"false\"}]");
        assertOvertemp(
                false, run("warm.json", "--state", folder.resolve("mine.json").toString()));
        assertOvertemp(
                false,
                run(
                        "warm.json",
                        "--state",
                        "memory",
                        "--state",
                        folder.resolve("mine.json").toString()));
    }

    @Test
    void whatMakesNoSenseIsSaidBeforeAnythingRuns() throws Exception {
        write("mine.json", "[\n  {\"a\": null}]");
        Command.Outcome outcome =
                run("warm.json", "--state", folder.resolve("mine.json").toString());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("LEAT-STATE-006: ").contains("mine.json:2:9: null is no value");
        outcome = run(
                "warm.json",
                "--state",
                "memory",
                "--state",
                folder.resolve("store").toString());
        assertThat(outcome.err()).startsWith("LEAT-CLI-002: ").contains("name one directory, memory, or mqtt");
        outcome = run("warm.json", "--state", folder.toString());
        assertThat(outcome.err()).contains("LEAT-STATE-002: ");
    }

    @Test
    void aRecordingPlaysAgainWithAStoreOfItsOwn() {
        Path recording = folder.resolve("run.rec");
        assertOvertemp(true, run("hot.json", "--record", recording.toString()));
        Command.Outcome replayed = Command.run(
                "replay",
                recording.toString(),
                "--modules",
                Command.root().resolve("modules").toString());
        assertOvertemp(true, replayed);
        assertThat(replayed.err()).doesNotContain("no state store");
    }

    @Test
    void explainSaysWhoUsesTheStateStoreAndWhereItIs() {
        String graph = folder.resolve("graph.yaml").toString();
        String modules = Command.root().resolve("modules").toString();
        assertThat(Command.run("explain", graph, "--modules", modules).out())
                .containsOnlyOnce(
                        "     store    the state store: --state says which; else with --state-dir, or in memory")
                .doesNotContain("commands", "registry");
        assertThat(Command.run("explain", graph, "--live", "--modules", modules).out())
                .contains("     store    ", "in a directory of its own under " + StateHome.root());
        assertThat(Command.run("explain", Command.graphSimple(), "--modules", modules)
                        .out())
                .doesNotContain("     store ");
    }
}
