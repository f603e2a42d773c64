package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.leat.component.model.InstanceLimits;
import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.graph.GraphDefinitionException;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.operator.OperatorException;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphException;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.GraphSession;
import dev.leat.runtime.Leat;
import dev.leat.runtime.ModuleFinder;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.StateException;
import dev.leat.service.state.StatePreload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * Runs test cases, each with instances, a clock and a state store of its own. The clock stands still at the time when the case began:
 * messages of one case never fall into two windows by chance. Leat and the finder are shared; safe for use by many
 * threads where they and the options are.
 */
public final class TestRunner {

    private final Leat leat;
    private final ModuleFinder modules;
    private final GraphOptions options;
    private final InstantSource wallClock;

    /** Runs cases with {@link GraphOptions#DEFAULT} by the system's clock. */
    public TestRunner(Leat leat, ModuleFinder modules) {
        this(leat, modules, GraphOptions.DEFAULT, InstantSource.system());
    }

    /**
     * @param options how the graphs run; what stands beside a graph is added to the settings, and no call takes longer
     *     than its case may
     * @param wallClock what the clock of each case is set by
     */
    public TestRunner(Leat leat, ModuleFinder modules, GraphOptions options, InstantSource wallClock) {
        this.leat = leat;
        this.modules = modules;
        this.options = options;
        this.wallClock = wallClock;
    }

    /**
     * Reads a test file and runs it. Whatever is wrong with it or with its graph makes a failed result, not an exception.
     */
    public TestResult run(Path file) throws InterruptedException {
        long start = System.nanoTime();
        TestCase.Reading reading = TestCase.read(file);
        if (reading.testCase().isPresent()) {
            return run(reading.testCase().get());
        }
        String reason = reading.diagnostics().stream().map(Diagnostic::render).collect(Collectors.joining("\n"));
        return new TestResult(
                file.toString(),
                file,
                Duration.ofNanos(System.nanoTime() - start),
                Optional.of(new TestResult.Failure(reason, List.of())),
                List.of());
    }

    /** Runs a case. */
    public TestResult run(TestCase testCase) throws InterruptedException {
        long start = System.nanoTime();
        Complaints complaints = new Complaints();
        List<String> notes = new ArrayList<>();
        Optional<TestResult.Failure> failure;
        try {
            failure = judge(testCase, complaints, notes);
        } catch (TestkitException
                | GraphDefinitionException
                | GraphException
                | OperatorException
                | SchemaException
                | StateException
                | DataflowException known) {
            failure = failure(String.valueOf(known.getMessage()));
        } catch (RuntimeException defect) {
            failure = failure(TestkitProblem.RUN_BROKE.code() + ": Leat failed: " + defect);
        }
        notes.addAll(complaints.lines());
        return new TestResult(
                testCase.name(), testCase.file(), Duration.ofNanos(System.nanoTime() - start), failure, notes);
    }

    private static Optional<TestResult.Failure> failure(String reason) {
        return Optional.of(new TestResult.Failure(reason, List.of()));
    }

    private Optional<TestResult.Failure> judge(TestCase testCase, Complaints complaints, List<String> notes)
            throws InterruptedException {
        Map<String, Expectation> expectations = expectations(testCase);
        CaseMetrics metrics = new CaseMetrics(options.services().metrics());
        try (EmbeddedStateStore store = EmbeddedStateStore.inMemory()) {
            // A store of the case's own: no case finds what another left.
            CaseOutput output = output(testCase, load(testCase, complaints, metrics, store));
            List<Difference> differences = new ArrayList<>();
            expectations.forEach((sink, expectation) ->
                    differences.addAll(differences(testCase.projection(), sink, expectation, output, notes)));
            differences.addAll(differences(testCase.content().finalState(), store));
            differences.addAll(metrics.differences(testCase.content().metrics()));
            return differences.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TestResult.Failure(
                            TestkitProblem.OUTPUT_DIFFERS.code()
                                    + ": the output is not as expected; records that came out: "
                                    + output.of(CaseContent.ALL_SINKS).size(),
                            differences));
        }
    }

    /** What is expected of each sink, or of all together. */
    private static Map<String, Expectation> expectations(TestCase testCase) {
        Map<String, Expectation> expectations = new LinkedHashMap<>();
        testCase.content().outputs().forEach((sink, records) -> expectations.put(sink, Expectation.of(records)));
        testCase.expected().ifPresent(file -> expectations.put(CaseContent.ALL_SINKS, Expectation.read(file)));
        Projection projection = testCase.projection();
        if (expectations.values().stream().anyMatch(expectation -> expectation.isEmptiedBy(projection))) {
            throw new TestkitException(
                    TestkitProblem.NOTHING_COMPARED,
                    "'select' and 'ignores' leave nothing of what "
                            + testCase.expected().orElse(testCase.file())
                            + " expects: every output would pass. Correct the paths. " + TestCase.SYNTAX);
        }
        if (testCase.input().isPresent()
                && InputFolder.files(testCase.input().get()).isEmpty()) {
            throw new TestkitException(
                    TestkitProblem.NO_MESSAGES,
                    testCase.input().get() + ": there is no .json or .raw file, so that the case would show nothing");
        }
        return expectations;
    }

    private static List<Difference> differences(
            Projection projection, String sink, Expectation expectation, CaseOutput output, List<String> notes) {
        if (!sink.equals(CaseContent.ALL_SINKS) && !output.hasSink(sink)) {
            throw new TestkitException(
                    TestkitProblem.NO_SUCH_SINK,
                    "'outputs' expects records of '" + sink + "', and the graph has no such sink; it has "
                            + String.join(", ", output.sinks()));
        }
        List<JsonNode> records = output.of(sink);
        expectation
                .fruitless(projection.select(), records)
                .forEach(path -> notes.add(
                        "select: '" + path + "' finds nothing, neither in what is expected nor in" + " what came out"));
        return expectation.differences(sink, records, projection);
    }

    private static List<Difference> differences(Map<String, Optional<String>> expected, StateStore store) {
        List<Difference> differences = new ArrayList<>();
        expected.forEach((key, value) -> {
            Optional<String> actual = store.get(Bytes.utf8(key), StateStore.DEFAULT_TIMEOUT)
                    .value()
                    .map(Bytes::asUtf8);
            if (!actual.equals(value)) {
                differences.add(
                        Difference.of("state." + key, value.map(TextNode::valueOf), actual.map(TextNode::valueOf)));
            }
        });
        return differences;
    }

    private Graph load(TestCase testCase, Complaints complaints, CaseMetrics metrics, StateStore store) {
        GraphFolder folder = GraphFolder.beside(testCase.graph());
        folder.state().ifPresent(state -> StatePreload.read(state).into(store));
        testCase.content()
                .state()
                .forEach((key, value) -> store.set(
                        Bytes.utf8(key), Bytes.utf8(value), StateStore.SetOptions.DEFAULT, StateStore.DEFAULT_TIMEOUT));
        List<Setting> settings = new ArrayList<>(testCase.content().settings());
        settings.addAll(options.settings());
        settings.addAll(folder.settings());
        Duration callTime = options.limits()
                .instance()
                .callTime()
                .filter(limit -> limit.compareTo(testCase.timeout()) < 0)
                .orElse(testCase.timeout());
        return leat.graph(
                GraphDefinitions.read(testCase.graph()).orThrow(),
                modules,
                folder.withSchema(options)
                        .withSettings(settings)
                        .withTime(TimePolicy.EVENT_TIME)
                        .withLimits(
                                new InstanceLimits(options.limits().instance().store(), Optional.of(callTime)))
                        .withServices(options.services()
                                .withStateStore(store)
                                .withMetrics(metrics)
                                .withLog(complaints.log(options.services().log())))
                        .withFaults(complaints.faults(options.worker().faults())));
    }

    /** What comes out; the time limit holds from the making of the instances on. */
    private CaseOutput output(TestCase testCase, Graph graph) throws InterruptedException {
        try {
            return TimeLimit.run(testCase.timeout(), () -> feed(testCase, graph))
                    .orElseThrow(() -> new TestkitException(
                            TestkitProblem.TIMED_OUT,
                            "the graph did not finish within "
                                    + testCase.timeout().toMillis()
                                    + " ms. Allow more with 'timeout', or look for what it waits for"));
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    private CaseOutput feed(TestCase testCase, Graph graph) throws InterruptedException {
        HybridLogicalClock clock = new HybridLogicalClock("leat", InstantSource.fixed(wallClock.instant()));
        CaseOutput output = new CaseOutput();
        try (GraphSession session = graph.openTo(output::sink)) {
            try {
                if (testCase.input().isPresent()) {
                    try (InputReader input = InputReader.open(testCase.input().get(), clock)) {
                        send(input, session);
                    }
                }
                send(testCase.content().messages(), clock, session);
                session.finish();
            } catch (IllegalStateException refused) {
                session.finish(); // throws what the graph failed of
                throw refused;
            } catch (InterruptedException outOfTime) {
                session.running().stop(Duration.ZERO);
                throw outOfTime;
            }
        }
        return output;
    }

    private static void send(InputReader input, GraphSession session) throws InterruptedException {
        for (Optional<InputMessage> next = input.read(); next.isPresent(); next = input.read()) {
            session.send(next.get().time(), next.get().message());
        }
    }

    private static void send(List<CaseMessage> messages, HybridLogicalClock clock, GraphSession session)
            throws InterruptedException {
        for (CaseMessage message : messages) {
            Timestamp time = message.time().orElseGet(clock::now);
            session.send(
                    time,
                    new Message(
                            time.toDataTimestamp(),
                            Bytes.utf8(message.topic()),
                            message.contentType(),
                            message.payload(),
                            message.properties(),
                            Optional.empty()));
        }
    }
}
