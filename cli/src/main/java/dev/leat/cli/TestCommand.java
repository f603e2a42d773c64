package dev.leat.cli;

import dev.leat.runtime.Leat;
import dev.leat.testkit.JUnitReport;
import dev.leat.testkit.TestCase;
import dev.leat.testkit.TestCases;
import dev.leat.testkit.TestReport;
import dev.leat.testkit.TestResult;
import dev.leat.testkit.TestRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat test}: runs test cases. */
@Command(
        name = "test",
        description = {
            "Runs .test.yaml cases: messages in, records out, compared with what is expected.",
            "A line a case, a diff where one differs, and last `N passed, N failed`. Exit code 1 where one failed."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    private static final int MOST_JOBS = 256;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Test cases, or directories to look for them in.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many cases run at a time (default: as many as there are processors).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results as JUnit XML, too.")
    private @Nullable Path junit;

    @Option(
            names = "--watch",
            description =
                    "Runs them again whenever a file changes beside them, beside their graphs or in their modules;"
                            + " sources of modules are built before. Ctrl-C ends it.")
    private boolean watch;

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new UsageException(CliProblem.VALUE, "--jobs " + jobs + ": between 1 and " + MOST_JOBS);
        }
        if (!watch) {
            return runAll();
        }
        Rebuild.whenever(
                TestWatch.directories(paths), written(), spec.commandLine().getErr(), this::runAll);
        return 0;
    }

    private Set<Path> written() {
        Path report = junit;
        return report == null ? Set.of() : Set.of(report.toAbsolutePath().normalize());
    }

    private int runAll() throws Exception {
        List<Path> cases = TestCases.find(paths.toArray(Path[]::new));
        if (cases.isEmpty()) {
            throw new UsageException(
                    CliProblem.FILE,
                    "there is no test case in " + paths + ": the names of test cases end in .test.yaml");
        }
        PrintWriter out = spec.commandLine().getOut();
        TestReport report = new TestReport(out);
        List<TestResult> results = new ArrayList<>();
        try (Leat leat = options.open();
                ExecutorService workers = Executors.newFixedThreadPool(Math.min(jobs, cases.size()))) {
            List<Future<TestResult>> running = new ArrayList<>();
            cases.forEach(file -> running.add(workers.submit(() -> run(leat, file))));
            try {
                // In the order of the files, whichever is done first.
                for (Future<TestResult> one : running) {
                    TestResult result = one.get();
                    results.add(result);
                    report.add(result);
                    out.flush();
                }
            } catch (ExecutionException broken) {
                workers.shutdownNow();
                throw broken;
            }
        }
        report.finish();
        out.flush();
        if (junit != null) {
            JUnitReport.write(junit, results);
        }
        return report.failed() == 0 ? 0 : 1;
    }

    private TestResult run(Leat leat, Path file) throws InterruptedException {
        Optional<Path> beside =
                TestCase.read(file).testCase().map(TestCase::graph).or(() -> Optional.of(file));
        return new TestRunner(leat, options.finder(beside), options.graphOptions(beside), InstantSource.system())
                .run(file);
    }
}
