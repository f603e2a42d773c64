package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.operator.OperatorMetrics;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.LeatOptions;
import dev.leat.runtime.ModuleFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product's own cases for graph-simple and graph-complex, from the folder that the system property {@code leat.shared} names, runs with
 * Leat's modules on each engine that can run here.
 */
final class AcceptanceTest {

    private static final Path CASE = Path.of(System.getProperty("leat.shared", "none"))
            .resolve("cases/tests/t01-simple-temp-conversion/t01-simple-temp-conversion.test.yaml");
    private static final Path MODULES = Path.of(System.getProperty("leat.root", "none"), "modules");

    @TempDir
    Path directory;

    static Stream<String> engines() {
        return CoreEngines.providers().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .map(CoreEngineProvider::name);
    }

    private static TestResult run(String engine, Path testCase) throws InterruptedException {
        return run(engine, testCase, GraphOptions.DEFAULT, InstantSource.system());
    }

    private static TestResult run(String engine, Path testCase, GraphOptions options, InstantSource clock)
            throws InterruptedException {
        if (!Files.isRegularFile(CASE)) {
            String missing = "SKIPPED: the published test cases, because leat.shared names no folder with " + CASE;
            System.err.println(missing);
            abort(missing);
        }
        try (Leat leat = Leat.open(LeatOptions.DEFAULT.withEngine(engine).withoutCache())) {
            return new TestRunner(leat, ModuleFinder.inDirectories(List.of(MODULES)), options, clock).run(testCase);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void thePublishedCaseForTheSimpleGraphPasses(String engine) throws Exception {
        TestResult result = run(engine, CASE);
        StringBuilder text = new StringBuilder();
        TestReport report = new TestReport(text);
        report.add(result);
        report.finish();
        assertThat(text.toString()).matches("ok Temperature F to C conversion \\(\\d+ ms\\)\n1 passed, 0 failed\n");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theProductsCaseForTheComplexGraphPasses(String engine) throws Exception {
        TestResult result = run(
                engine,
                CASE.resolveSibling("../t02-complex-temp-pipeline/t02-complex-temp-pipeline.test.yaml")
                        .normalize());
        assertThat(result.failure()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWrongExpectationFailsAtThePlaceThatIsWrong(String engine) throws Exception {
        TestResult result = run(engine, copy("653.8888888888889", "653.889"));
        assertThat(result.failure().orElseThrow().differences())
                .extracting(Difference::toString)
                .containsExactly("payload.temperature.value: expected 653.889, got 653.8888888888889");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aRecordThatAModuleLosesIsNoted(String engine) throws Exception {
        Path copy = copy("\"F\"", "\"K\"");
        TestResult result = run(engine, copy);
        assertThat(result.failure().orElseThrow().differences())
                .singleElement()
                .asString()
                .startsWith("record: expected {\"payload\"");
        assertThat(result.notes()).anyMatch(note -> note.startsWith("a record was lost at 'module-temperature/map': "));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aGraphThatHangsRunsOutOfTimeAndIsOverThen(String engine) throws Exception {
        Path copy = copy("timeout: 90000", "timeout: 200");
        CompletableFuture<Thread> feeder = new CompletableFuture<>();
        AtomicBoolean hangs = new AtomicBoolean();
        InstantSource clock = () -> {
            feeder.complete(Thread.currentThread());
            return Instant.EPOCH;
        };
        OperatorMetrics untilStopped = new OperatorMetrics() {
            @Override
            public void addToCounter(String operation, String name, long value, Map<String, String> labels) {
                hangs.set(true);
                while (!isStopping(feeder.join())) {
                    Thread.onSpinWait();
                }
                hangs.set(false);
            }

            @Override
            public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {}
        };
        TestResult result = run(engine, copy, GraphOptions.DEFAULT.withMetrics(untilStopped), clock);
        assertThat(result.failure().orElseThrow().reason())
                .startsWith("LEAT-TESTKIT-020: the graph did not finish within 200 ms.");
        assertThat(hangs).isFalse();
    }

    private static boolean isStopping(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(RunningDataflow.class.getName())
                        && frame.getMethodName().equals("stop"));
    }

    /** The case in a folder of its own, with one text in it replaced. */
    private Path copy(String target, String replacement) throws IOException {
        if (!Files.isRegularFile(CASE)) {
            return CASE;
        }
        Path origin = CASE.getParent();
        Path cases = origin.getParent().getParent();
        Files.createDirectories(directory.resolve("expected"));
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(
                directory.resolve("expected/expected.json"),
                Files.readString(origin.resolve("expected/expected.json")).replace(target, replacement));
        Files.writeString(
                directory.resolve("input/temperature_payload.json"),
                Files.readString(origin.resolve("input/temperature_payload.json"))
                        .replace(target, replacement));
        return Files.writeString(
                directory.resolve("t01.test.yaml"),
                Files.readString(CASE).replace("../../", cases + "/").replace(target, replacement));
    }
}
