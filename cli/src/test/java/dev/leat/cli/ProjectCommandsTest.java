package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code leat new}, {@code build}, {@code watch}, {@code test --junit} and {@code run --trace}, as far as no compiler is
 * needed.
 */
@Timeout(180)
final class ProjectCommandsTest {

    private static final Path ROOT = Path.of(System.getProperty("leat.root"));

    @TempDir
    private Path directory;

    /** As the launcher says it. */
    @BeforeAll
    static void nameTheHome() {
        System.setProperty("leat.home", ROOT.toString());
    }

    @Test
    void aNewProjectNamesItsSourceAndWhatComesNext() {
        Command.Outcome made =
                Command.run("new", "celsius", "--language", "python", "--operator", "filter", "--dir", path("p"));

        assertThat(made.exitCode()).isZero();
        assertThat(made.out())
                .contains("operator_celsius.py")
                .contains("leat build")
                .contains("leat test");
        assertThat(directory.resolve("p/graph.dataflow.yaml")).isRegularFile();
        assertThat(Command.run("lint", path("p/graph.dataflow.yaml")).exitCode())
                .isZero();
        assertThat(Command.run("new", "celsius", "--dir", path("p")).err()).startsWith("LEAT-KIT-007: ");
        assertThat(Command.run("new", "celsius", "--dir", path("my oven")).out())
                .contains("  leat build '" + path("my oven") + "'");
        assertThat(Command.run("new", "No Name").err()).startsWith("LEAT-KIT-006: ");
    }

    @Test
    void whereNothingIsToBuildTheBuildSaysWhatItLookedFor() {
        Command.Outcome outcome = Command.run("build", directory.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("LEAT-KIT-001: ").contains("leat new");
    }

    @Test
    void resultsAreWrittenAsJUnitXmlAndCasesRunSideBySide() throws Exception {
        Path report = directory.resolve("deep/report.xml");

        Command.Outcome outcome = Command.run(
                "test",
                ROOT.resolve("examples").toString(),
                "--modules",
                ROOT.resolve("modules").toString(),
                "--jobs",
                "2",
                "--junit",
                report.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readString(report))
                .contains("<testsuite name=\"leat test\"")
                .contains("failures=\"0\"")
                .contains("<testcase name=");
        assertThat(Command.run("test", "--jobs", "0", ".").exitCode()).isEqualTo(2);
    }

    @Test
    void aTraceHasALineForWhatEachOperationGets() throws Exception {
        Path input = Files.writeString(
                directory.resolve("in.jsonl"), "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}\nno reading\n");
        Path trace = directory.resolve("trace.jsonl");

        Command.Outcome outcome = Command.run(
                "run",
                ROOT.resolve("examples/graph-simple/graph-simple.yaml").toString(),
                "--modules",
                ROOT.resolve("modules").toString(),
                "--input",
                input.toString(),
                "--trace",
                trace.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(Files.readAllLines(trace))
                .anyMatch(line -> line.startsWith("{\"event\":\"got\",\"operation\":\"module-temperature/map\""))
                .anyMatch(
                        line -> line.startsWith("{\"event\":\"got\",\"operation\":\"sink\"") && line.contains("100.0"))
                .anyMatch(line -> line.startsWith("{\"event\":\"lost\",\"operation\":\"module-temperature/map\""));
    }

    @Test
    void aWatchedGraphRunsAgainWhenItsInputChanges() throws Exception {
        Path input = Files.createDirectory(directory.resolve("data"));
        Path output = directory.resolve("out.jsonl");
        Path graph =
                Files.copy(ROOT.resolve("examples/graph-simple/graph-simple.yaml"), directory.resolve("graph.yaml"));
        Files.writeString(input.resolve("a.json"), "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}");
        CompletableFuture<Command.Outcome> watching = new CompletableFuture<>();
        Thread watcher = Thread.ofPlatform()
                .start(() -> watching.complete(Command.run(
                        "watch",
                        graph.toString(),
                        "--modules",
                        ROOT.resolve("modules").toString(),
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString())));
        try {
            await(output, 1);
            Files.writeString(input.resolve("b.json"), "{\"temperature\":{\"value\":32,\"unit\":\"F\"}}");
            await(output, 2);
        } finally {
            // One that comes while a run is under way ends that run.
            while (watcher.isAlive()) {
                watcher.interrupt();
                watcher.join(100);
            }
        }

        assertThat(watching.get(1, TimeUnit.SECONDS).err()).contains("waiting for changes");
    }

    /** Until the file has so many lines. A run that writes it anew begins with none. */
    private static void await(Path file, int lines) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(file) || Files.readAllLines(file).size() != lines) {
            if (System.nanoTime() > end) {
                throw new AssertionError(file + " has not come to " + lines + " lines");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void watchingTheStandardInputIsRefused() {
        Command.Outcome outcome = Command.run(
                "watch", ROOT.resolve("examples/graph-simple/graph-simple.yaml").toString(), "--input", "-");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("LEAT-CLI-002: ");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
