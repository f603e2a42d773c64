package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.dataflow.Counts;
import dev.leat.dataflow.DataflowError;
import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import dev.leat.operator.OperatorException;
import dev.leat.operator.OperatorMetrics;
import dev.leat.operator.OperatorProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A graph inside a program: what goes in comes out, in order, once, and what is lost is told. */
class GraphSessionTest extends OnEachEngine {

    private static final GraphDefinition PASS = Definitions.of("map", "pass", "hostile:1.0.0");
    private static final GraphDefinition CONVERT = Definitions.of("map", "convert", "temperature:1.0.0");
    private static final GraphDefinition CONVERT_AND_FILTER = Definitions.parse(
            Definitions.operation("map", "convert", "temperature:1.0.0")
                    + Definitions.operation("filter", "warm", "temperature:1.0.0"),
            "source > convert",
            "convert > warm",
            "warm > sink");

    private static String fahrenheit(int value) {
        return "{\"temperature\":{\"unit\":\"F\",\"value\":" + value + "}}";
    }

    private static Setting setting(String key, String value) {
        return Setting.of(key, value, Position.startOf("command line"));
    }

    private GraphSession open(GraphDefinition definition) {
        return on.graph(definition, options).open(results::add);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void tenThousandRecordsKeepTheirOrder() throws Exception {
        List<String> numbers = numbers(10_000);
        try (GraphSession session = open(PASS)) {
            for (String number : numbers) {
                session.send("cmd/pass", number);
            }
            session.finish();
            assertThat(session.running().counts())
                    .containsEntry("source", new Counts(10_000, 10_000, 0, 0))
                    .containsEntry("pass", new Counts(10_000, 10_000, 0, 0))
                    .containsEntry("sink", new Counts(10_000, 10_000, 0, 0));
        }
        assertThat(payloads()).isEqualTo(numbers);
        assertThat(results).isSortedAccordingTo((left, right) -> left.time().compareTo(right.time()));
        assertThat(faults).isEmpty();
    }

    @Test
    void aMapAndAFilterWorkOnWhatTheOtherLeaves() throws Exception {
        Graph graph = on.graph(
                CONVERT_AND_FILTER,
                options.withSettings(
                        List.of(setting("temperature_lower_bound", "20"), setting("temperature_upper_bound", "100"))));
        try (GraphSession session = graph.open(results::add)) {
            for (int value : new int[] {32, 68, 69, 100, 211, 212, 500}) {
                session.send("sensor/1", fahrenheit(value));
            }
            session.finish();
            assertThat(session.running().counts().get("warm")).isEqualTo(new Counts(7, 3, 4, 0));
        }
        assertThat(payloads())
                .hasSize(3)
                .allSatisfy(payload -> assertThat(payload).contains("\"unit\":\"C\""));
        assertThat(payloads().get(0)).contains("\"value\":20.55555555555555");
        assertThat(payloads().get(1)).contains("\"value\":37.77777777777778");
        assertThat(payloads().get(2)).contains("\"value\":99.44444444444444");
        assertThat(faults).isEmpty();
    }

    @Test
    void eachOfTwoSinksGetsEveryRecord() throws Exception {
        GraphDefinition twoSinks = Definitions.parse(
                "  - { operationType: sink, name: archive }\n"
                        + Definitions.operation("map", "convert", "temperature:1.0.0"),
                "source > convert",
                "convert > sink",
                "convert > archive");
        try (GraphSession session = open(twoSinks)) {
            session.send("sensor/1", fahrenheit(32));
            session.send("sensor/1", fahrenheit(212));
            session.finish();
            assertThat(session.running().counts())
                    .containsEntry("convert", new Counts(2, 2, 0, 0))
                    .containsEntry("sink", new Counts(2, 2, 0, 0))
                    .containsEntry("archive", new Counts(2, 2, 0, 0));
        }
        assertThat(payloads().stream().filter(payload -> payload.contains("\"value\":0.0")))
                .hasSize(2);
        assertThat(payloads().stream().filter(payload -> payload.contains("\"value\":100.0")))
                .hasSize(2);
    }

    @Test
    void aRecordThatTrapsIsToldOnceAndAllOthersComeOut() throws Exception {
        try (GraphSession session = open(PASS)) {
            for (int i = 0; i < 100; i++) {
                session.send(i == 50 ? "cmd/panic" : "cmd/pass", Integer.toString(i));
            }
            session.finish();
            assertThat(session.running().counts().get("pass")).isEqualTo(new Counts(100, 99, 0, 1));
        }
        List<String> others = new ArrayList<>(numbers(100));
        others.remove(50);
        assertThat(payloads()).isEqualTo(others);
        assertThat(faults).singleElement().isInstanceOfSatisfying(Fault.RecordDropped.class, lost -> {
            assertThat(lost.operation()).isEqualTo("pass");
            assertThat(payload(lost.record())).isEqualTo("50");
            assertThat(lost.reason())
                    .isInstanceOfSatisfying(
                            OperatorException.class,
                            reason -> assertThat(reason.problem()).isEqualTo(OperatorProblem.RECORD_TRAPPED))
                    .hasMessageContaining("operation pass (map of module hostile:1.0.0 (")
                    .hasMessageContaining("boom: 42");
        });
    }

    @Test
    void aRecordThatIsRefusedIsToldAndAllOthersComeOut() throws Exception {
        try (GraphSession session = open(CONVERT)) {
            session.send("sensor/1", fahrenheit(32));
            session.send("sensor/1", "no json");
            session.send("sensor/1", fahrenheit(212));
            session.finish();
        }
        assertThat(results).hasSize(2);
        assertThat(faults)
                .singleElement()
                .extracting(Fault::reason)
                .asString()
                .contains("Failed to parse payload as JSON");
    }

    @Test
    void whatIsSentHasTheTimeOfNowInRecordAndMessage() throws Exception {
        try (GraphSession session = open(PASS)) {
            session.send("cmd/pass", "1");
            session.send("cmd/pass", "2");
            session.finish();
        }
        assertThat(results).hasSize(2);
        for (Record result : results) {
            assertThat(((Message) result.value()).timestamp())
                    .isEqualTo(result.time().toDataTimestamp());
        }
        assertThat(results.get(0).time()).isLessThan(results.get(1).time());
    }

    @Test
    void anyValueCanBeSentAtAnyTime() throws Exception {
        Timestamp time = new Timestamp(1_000, -1, "camera");
        Snapshot snapshot = new Snapshot(time.toDataTimestamp(), "rgb24", 2, 1, Bytes.of(new byte[6]));
        try (GraphSession session = open(PASS)) {
            session.send(time, snapshot);
            session.finish();
        }
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.time()).isEqualTo(time);
            assertThat(result.value()).isEqualTo(snapshot);
        });
    }

    @Test
    void nothingSentIsNothingOut() throws Exception {
        try (GraphSession session = open(CONVERT)) {
            session.finish();
            session.finish();
        }
        assertThat(results).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void whatIsSentAfterTheEndIsRefused() throws Exception {
        GraphSession session = open(PASS);
        session.send("cmd/pass", "before");
        session.finish();
        assertThatThrownBy(() -> session.send("cmd/pass", "after"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it was finished, closed, or it failed");
        session.close();
        assertThatThrownBy(() -> session.send("cmd/pass", "after")).isInstanceOf(IllegalStateException.class);
        session.close();
        assertThat(payloads()).containsExactly("before");
    }

    @Test
    void aCallbackThatThrowsEndsTheGraph() throws Exception {
        IllegalStateException full = new IllegalStateException("the disk is full");
        try (GraphSession session = on.graph(PASS, options).open(result -> {
            throw full;
        })) {
            session.send("cmd/pass", "1");
            DataflowException failure = catchThrowableOfType(DataflowException.class, session::finish);
            assertThat(failure).isNotNull().hasMessageContaining("'sink'").hasCause(full);
        }
    }

    @Test
    void aCallbackThatThrewIsNotCalledAgainAndWhatItDidNotTakeIsNotReportedAsDropped() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (GraphSession session = on.graph(PASS, options)
                .open(
                        result -> {
                            awaitQuietly(sent);
                            calls.incrementAndGet();
                            throw new IllegalStateException("the disk is full");
                        },
                        calls::incrementAndGet)) {
            for (String number : numbers(100)) {
                session.send("cmd/pass", number);
            }
            sent.countDown();
            assertThatThrownBy(session::finish)
                    .isInstanceOf(DataflowException.class)
                    .hasMessageContaining("the disk is full");
        }
        assertThat(calls).hasValue(1);
        assertThat(faults).isEmpty();
    }

    @Test
    void aCallbackThatFailsBadlyEndsTheGraphWhichNamesTheSink() throws Exception {
        AssertionError error = new AssertionError("a bug in the program");
        try (GraphSession session = on.graph(PASS, options).open(result -> {
            throw error;
        })) {
            session.send("cmd/pass", "1");
            DataflowException failure = catchThrowableOfType(DataflowException.class, session::finish);
            assertThat(failure).isNotNull().hasMessageContaining("'sink'").hasCause(error);
            assertThatThrownBy(() -> session.send("cmd/pass", "2")).isSameAs(failure);
        }
    }

    @Test
    void closingABusySessionLetsWhatWasSentComeOut() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        GraphSession session = on.graph(PASS, options).open(result -> {
            busy.countDown();
            awaitQuietly(release);
            results.add(result);
        });
        List<String> numbers = numbers(100);
        for (String number : numbers) {
            session.send("cmd/pass", number);
        }
        busy.await();
        Thread closing = Thread.ofPlatform().start(session::close);
        release.countDown();
        closing.join();
        assertThat(payloads()).isEqualTo(numbers);
        assertThatThrownBy(() -> session.send("cmd/pass", "late")).isInstanceOf(IllegalStateException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWhileAGuestSpinsEndsOnceTheGuestIsStopped() throws Exception {
        on.graph(PASS, options).open(results::add).close();
        Graph graph = on.graph(PASS, options.withLimits(within(Duration.ofSeconds(1))));
        GraphSession session = graph.open(results::add);
        session.send("cmd/spin", "1");
        session.send("cmd/pass", "2");
        session.close();
        assertThat(payloads()).containsExactly("2");
        assertThat(faults)
                .singleElement()
                .extracting(Fault::reason)
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        reason -> assertThat(reason.problem()).isEqualTo(OperatorProblem.RECORD_TIMED_OUT));
    }

    @Test
    void twoSessionsOfOneGraphRunAtOnceAndShareNothing() throws Exception {
        List<String> started = Collections.synchronizedList(new ArrayList<>());
        Graph graph = on.graph(
                CONVERT_AND_FILTER,
                options.withSettings(List.of(setting("temperature_lower_bound", "0")))
                        .withLog((level, operation, context, message) -> {
                            if (message.equals("property temperature_lower_bound = 0") && operation.equals("warm")) {
                                started.add(operation);
                            }
                        }));
        Callable<List<String>> run = () -> {
            List<Record> own = new ArrayList<>();
            try (GraphSession session = graph.open(own::add)) {
                for (int i = 0; i < 500; i++) {
                    session.send("sensor/1", fahrenheit(33 + i));
                    session.send("sensor/1", "no json");
                }
                session.finish();
            }
            return own.stream().map(OnEachEngine::payload).toList();
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<List<String>> one = threads.submit(run);
            Future<List<String>> other = threads.submit(run);
            assertThat(one.get()).hasSize(500).isEqualTo(other.get());
        }
        assertThat(faults).hasSize(1_000);
        assertThat(started).as("one filter each, never initialised twice").hasSize(2);
    }

    @Test
    void theMessagesOfEachSenderKeepTheirOrder() throws Exception {
        try (GraphSession session = open(PASS);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Void>> senders = new ArrayList<>();
            for (String sender : List.of("a", "b", "c")) {
                senders.add(() -> {
                    for (String number : numbers(1_000)) {
                        session.send("cmd/pass/" + sender, sender + number);
                    }
                    return null;
                });
            }
            for (Future<Void> sender : threads.invokeAll(senders)) {
                sender.get();
            }
            session.finish();
        }
        assertThat(results).hasSize(3_000);
        for (String sender : List.of("a", "b", "c")) {
            assertThat(payloads().stream()
                            .filter(payload -> payload.startsWith(sender))
                            .map(payload -> payload.substring(1)))
                    .isEqualTo(numbers(1_000));
        }
    }

    @Test
    void anOperationThatRefusesToStartKeepsTheGraphFromStarting() {
        Graph graph = on.graph(PASS, options.withSettings(List.of(setting("fail", "true"))));
        DataflowException failure = catchThrowableOfType(DataflowException.class, () -> graph.open(results::add));
        assertThat(failure).isNotNull().hasMessageContaining("operation 'pass'");
        assertThat(failure.error()).isEqualTo(DataflowError.START);
        assertThat(failure.operation()).contains("pass");
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        cause -> assertThat(cause.problem()).isEqualTo(OperatorProblem.INIT_REFUSED));
    }

    @Test
    void logAndMetricsOfEachOperationArriveUnderItsName() throws Exception {
        List<String> logged = Collections.synchronizedList(new ArrayList<>());
        List<String> counted = Collections.synchronizedList(new ArrayList<>());
        OperatorMetrics metrics = new OperatorMetrics() {
            @Override
            public void addToCounter(String operation, String name, long value, Map<String, String> labels) {
                counted.add(operation + " " + name + " " + value + " " + new TreeMap<>(labels));
            }

            @Override
            public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {}
        };
        Graph graph = on.graph(
                CONVERT_AND_FILTER,
                options.withMetrics(metrics)
                        .withSettings(List.of(setting("line", "7")))
                        .withLog((level, operation, context, message) ->
                                logged.add(level + " " + operation + " " + context + " " + message)));
        try (GraphSession session = graph.open(results::add)) {
            session.send("sensor/1", fahrenheit(212));
            session.finish();
        }
        assertThat(logged)
                .contains(
                        "INFO convert module-temperature/map property line = 7",
                        "INFO warm module-temperature/filter property line = 7");
        assertThat(counted)
                .containsExactly(
                        "convert requests 1 {module=module-temperature/map}",
                        "convert requests 1 {module=module-temperature/map, unit=Fahrenheit}",
                        "warm requests 1 {module=module-temperature/filter}");
    }
}
