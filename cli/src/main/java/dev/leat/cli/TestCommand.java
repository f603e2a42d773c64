package dev.leat.cli;

import dev.leat.runtime.Leat;
import dev.leat.testkit.TestCase;
import dev.leat.testkit.TestCases;
import dev.leat.testkit.TestReport;
import dev.leat.testkit.TestRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Test cases, or directories to look for them in.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Path> cases = TestCases.find(paths.toArray(Path[]::new));
        if (cases.isEmpty()) {
            throw new UsageException(
                    CliProblem.FILE,
                    "there is no test case in " + paths + ": the names of test cases end in .test.yaml");
        }
        PrintWriter out = spec.commandLine().getOut();
        TestReport report = new TestReport(out);
        try (Leat leat = options.open()) {
            for (Path file : cases) {
                Optional<Path> beside =
                        TestCase.read(file).testCase().map(TestCase::graph).or(() -> Optional.of(file));
                report.add(new TestRunner(
                                leat, options.finder(beside), options.graphOptions(beside), InstantSource.system())
                        .run(file));
                out.flush();
            }
        }
        report.finish();
        out.flush();
        return report.failed() == 0 ? 0 : 1;
    }
}
