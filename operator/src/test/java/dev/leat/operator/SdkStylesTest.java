package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.WorkerOptions;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.OperatorSettings.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The five operators of {@code sdk/rust/tests/styles}: one component, each operator written in another way against the SDK. */
class SdkStylesTest extends OnEachEngine {

    private final KeptValues values = new KeptValues();

    private OperatorSettings withStateStore(Property... properties) {
        return new OperatorSettings(
                OPERATION,
                List.of(properties),
                List.of(),
                LIMITS,
                AccumulateLimits.DEFAULT,
                HostServices.of(journal, journal).withStateStore(values));
    }

    private TestOperation styles(Property... properties) {
        return start(Fixtures.STYLES, OperatorInterface.MAP, withStateStore(properties));
    }

    private Operator operator(OperatorInterface type) {
        return engine.module(Fixtures.STYLES).operator(type, withStateStore());
    }

    private static List<Record> run(List<String> arms, String connected, Supplier<Operator> operator, Message... input)
            throws InterruptedException {
        List<Record> records = new ArrayList<>();
        Dataflow dataflow = Dataflow.builder("test")
                .source("in", () -> new ListSource(List.of(input)))
                .operator("work", arms, operator)
                .sink("out", () -> new ListSink(records))
                .connect("in", "work")
                .connect("work", connected, "out")
                .build();
        try (RunningDataflow running =
                RunningDataflow.start(dataflow, WorkerOptions.DEFAULT.withTime(TimePolicy.EVENT_TIME))) {
            running.await();
        }
        return records;
    }

    @Test
    void aMapReadsEveryPartOfItsMessageAndRemembersInStaticsAndStore() throws Exception {
        TestOperation map = styles(property("suffix", "!"), property("other", "x"));
        Message input =
                message("sensor/1", "first").withContentType("text/plain").withProperty("line", "7");
        map.map(input);
        Message result = (Message) map.map(input.withPayload(Bytes.utf8("second")));
        assertThat(result.payload().asUtf8())
                .isEqualTo("{\"kept\":\"first\",\"node\":\"node\",\"properties\":[[\"line\",\"7\"]],"
                        + "\"seconds\":1758255553,\"suffix\":\"!\",\"text\":\"second\",\"topic\":\"sensor/1\","
                        + "\"type\":\"text/plain\"}");
        assertThat(result.contentType()).contains("application/json");
        assertThat(result.properties()).hasSize(2);
        assertThat(values.values()).isEqualTo(Map.of("last", "second", "first", "first"));
        assertThat(journal.messages()).contains("suffix=!", "other=x", "suffix!", "otherx");
        assertThat(journal.counted())
                .hasSize(2)
                .allMatch(counted -> counted.labels().equals(Map.of("module", "styles/map")));
    }

    @Test
    void whatAMapPassesOnUntouchedIsTheVeryMessage() throws Exception {
        Message input = message("sensor/1", "untouched").withContentType("text/plain");
        Message result = (Message) styles().map(input);
        assertThat(result).isEqualTo(input);
        assertThat(result.payload()).isSameAs(input.payload());
    }

    @Test
    void anErrorOfTheStoreGoesThroughTheQuestionMark() throws Exception {
        TestOperation map = map(Fixtures.STYLES);
        Message result = (Message) map.map(message("sensor/1", "first"));
        assertThat(result.payload().asUtf8()).contains("\"kept\":null");
        assertThat(journal.messages()).anyMatch(line -> line.startsWith("no state: "));
    }

    @Test
    void aPanicIsLoggedUnderTheFunctionsNameWithItsPlace() {
        TestOperation map = styles();
        OperatorException failure =
                catchThrowableOfType(OperatorException.class, () -> map.map(message("sensor/1", "panic")));
        assertThat(failure.problem()).isEqualTo(OperatorProblem.RECORD_TRAPPED);
        assertThat(failure).hasMessageContaining("as it was told").hasMessageContaining("src/map.rs");
        assertThat(journal.lines()).anySatisfy(line -> {
            assertThat(line.context()).isEqualTo("process/map");
            assertThat(line.message()).startsWith("panicked at ");
        });
    }

    @Test
    void anInitThatAnswersFalseKeepsTheOperationFromStarting() {
        assertProblem(OperatorProblem.INIT_REFUSED, () -> styles(property("refuse", "")));
    }

    @Test
    void aFilterWithoutInitMayBorrowItsInput() throws Exception {
        TestOperation filter = filter(Fixtures.STYLES);
        assertThat(filter.passes(message("a", "long"))).isTrue();
        assertThat(filter.passes(message("a", "abc"))).isFalse();
    }

    @Test
    void aBranchMayHaveItsArgumentsAsTheGuidePrintsThem() throws Exception {
        // The source's times are in the first second, which is odd.
        Message input = message("a", "b");
        assertThat(run(Operators.BRANCH_ARMS, "False", () -> operator(OperatorInterface.BRANCH), input))
                .hasSize(1);
        assertThat(run(Operators.BRANCH_ARMS, "True", () -> operator(OperatorInterface.BRANCH), input))
                .isEmpty();
    }

    @Test
    void aDelayConvertsBetweenAllKindsOfTimes() throws Exception {
        List<Record> records = run(List.of(""), "", () -> operator(OperatorInterface.DELAY), message("a", "b"));
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.time())
                        .isEqualTo(new Timestamp((1_758_255_553L + 86_400) * 1_000 + 528, 0, "test")));
    }

    @Test
    void anAccumulateMayBorrowItsInputsAndAnswerAMessage() throws Exception {
        List<Record> records = run(List.of(""), "", () -> operator(OperatorInterface.ACCUMULATE), message("a", "b"));
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(
                                ((Message) record.value()).payload().asUtf8())
                        .isEqualTo("b"));
    }
}
