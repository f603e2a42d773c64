package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.Journal.Counted;
import dev.leat.operator.Journal.Line;
import dev.leat.operator.Journal.Measured;
import dev.leat.operator.OperatorLog.Level;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A guest that gives back what is no value, or no valid encoding of one, loses the record and nothing else. */
class BadAnswerTest extends OnEachEngine {

    private static final Message HONEST = message("-", "payload").withContentType("text/plain");

    @Test
    void nanosOfAWholeSecondAreNoTimestamp() throws Exception {
        TestOperation liar = map(Fixtures.LIAR);
        assertThat(assertProblem(OperatorProblem.BAD_RESULT, () -> liar.map(message("n", "payload"))))
                .hasMessageContaining("nanos must be between 0 and 999999999, not 1000000000");
        assertThat(liar.map(HONEST)).isEqualTo(HONEST);
    }

    @Test
    void secondsThatNoLongHoldsAreNoTimestamp() throws Exception {
        TestOperation liar = map(Fixtures.LIAR);
        assertThat(assertProblem(OperatorProblem.BAD_RESULT, () -> liar.map(message("s", "payload"))))
                .hasMessageContaining("seconds");
        assertThat(liar.map(HONEST)).isEqualTo(HONEST);
    }

    @Test
    void aBadAnswerNamesOperationAndModule() {
        TestOperation liar = map(Fixtures.LIAR);
        assertThat(assertProblem(OperatorProblem.BAD_RESULT, () -> liar.map(message("n", "payload"))))
                .hasMessageStartingWith("LEAT-OPERATOR-008: operation oven (map of module liar) ");
    }

    @Test
    void aHandleInPlaceOfATextGivesItsBytesAsText() throws Exception {
        Message result = (Message) map(Fixtures.LIAR).map(message("c", "text/ünïcode"));
        assertThat(result.contentType()).contains("text/ünïcode");
        assertThat(result.payload()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void aHandleInPlaceOfATextMustBeUtf8() throws Exception {
        TestOperation liar = map(Fixtures.LIAR);
        Message message = message("c", "").withPayload(Bytes.of(new byte[] {(byte) 0xc3, (byte) 0x28}));
        assertThat(assertProblem(OperatorProblem.BAD_RESULT, () -> liar.map(message)))
                .hasMessageContaining("content-type is not UTF-8");
        assertThat(liar.map(HONEST)).isEqualTo(HONEST);
    }

    @Test
    void aHandleThatTheGuestNeverHadTraps() throws Exception {
        assertTraps("h");
    }

    @Test
    void aHandleGivenBackTwiceTraps() throws Exception {
        assertTraps("t");
    }

    @Test
    void aCaseThatTheTypeDoesNotHaveTraps() throws Exception {
        assertTraps("v");
    }

    @Test
    void aPointerBehindTheMemoryTraps() throws Exception {
        assertTraps("a");
    }

    private void assertTraps(String command) throws Exception {
        TestOperation liar = map(Fixtures.LIAR);
        OperatorException failure =
                assertProblem(OperatorProblem.RECORD_TRAPPED, () -> liar.map(message(command, "payload")));
        assertThat(((CoreTrapException) failure.getCause()).kind()).isEqualTo(TrapKind.ABI);
        assertThat(liar.map(HONEST)).isEqualTo(HONEST);
    }

    @Test
    void eachLevelOfTheLogArrives() {
        map(Fixtures.LIAR);
        assertThat(journal.lines())
                .containsExactlyElementsOf(Stream.of(Level.values())
                        .map(level ->
                                new Line(level, OPERATION, "liar", level.name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Test
    void countersAreUnsignedAndMayHaveNoLabels() {
        map(Fixtures.LIAR);
        assertThat(journal.counted())
                .containsExactly(
                        new Counted(OPERATION, "counter", -1, Map.of()),
                        new Counted(OPERATION, "counter", 7, Map.of("level", "warn")));
    }

    @Test
    void histogramsTakeBothKindsOfNumber() {
        map(Fixtures.LIAR);
        assertThat(journal.measured())
                .containsExactly(
                        new Measured(OPERATION, "histogram", 0.5, Map.of()),
                        new Measured(OPERATION, "histogram", 0x1p64, Map.of()));
    }
}
