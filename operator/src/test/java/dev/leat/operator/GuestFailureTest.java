package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a guest does wrong costs one record, says why, and leaves all else alone. */
class GuestFailureTest extends OnEachEngine {

    private static final Message HARMLESS = command("pass");

    /** What the guest gets for a record where it is expected to run out of time; no test expects an end before. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Test
    void anErrorResultRefusesTheRecordInTheGuestsWords() throws Exception {
        TestOperation map = map(Fixtures.HOSTILE);
        assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> map.map(command("error"))))
                .hasMessage("LEAT-OPERATOR-005: operation oven (map of module hostile) refused the record: "
                        + "refused by guest")
                .hasNoCause();
        assertThat(map.map(HARMLESS)).isEqualTo(HARMLESS);
    }

    @Test
    void aPanicTrapsForTheReasonThatTheGuestGave() {
        TestOperation map = map(Fixtures.HOSTILE);
        OperatorException failure = assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("panic")));
        assertThat(failure)
                .hasMessageStartingWith("LEAT-OPERATOR-006: operation oven (map of module hostile) trapped: ")
                .hasMessageContaining("boom: 42");
        assertTrap(failure, TrapKind.UNREACHABLE);
        assertThat(journal.messages()).anyMatch(message -> message.contains("boom: 42"));
    }

    @Test
    void theReasonOfOnePanicDoesNotHangOnToTheNextFailure() {
        TestOperation map = map(Fixtures.HOSTILE);
        assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("panic")));
        assertThat(assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("unreachable"))))
                .hasMessageNotContaining("boom");
        assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> map.map(command("error"))))
                .hasMessageNotContaining("boom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"panic", "oob", "unreachable", "recurse"})
    void afterATrapTheNextRecordMeetsAFreshInitialisedInstance(String command) throws Exception {
        TestOperation map = map(Fixtures.HOSTILE);
        for (int i = 0; i < 3; i++) {
            assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command(command)));
            assertThat(map.map(HARMLESS)).isEqualTo(HARMLESS);
            assertThat(((Message) map.map(command("read"))).payload().asUtf8()).isEqualTo("payload!");
        }
    }

    @Test
    void aReadBehindTheMemoryTraps() {
        TestOperation map = map(Fixtures.HOSTILE);
        OperatorException failure = assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("oob")));
        assertThat(failure).hasMessageContaining("out of bounds memory access");
        assertTrap(failure, TrapKind.MEMORY_OUT_OF_BOUNDS);
    }

    @Test
    void endlessRecursionTrapsAsAStackOverflow() {
        TestOperation map = map(Fixtures.HOSTILE);
        OperatorException failure = assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("recurse")));
        assertTrap(failure, TrapKind.STACK_OVERFLOW);
        assertThat(failure.getMessage().lines().count())
                .as("a message for people, not a stack of a million frames")
                .isLessThan(20);
    }

    @Test
    void aGuestThatNeverReturnsIsStoppedAndReplaced() throws Exception {
        map(Fixtures.HOSTILE).map(HARMLESS);
        TestOperation map = start(Fixtures.HOSTILE, OperatorInterface.MAP, settings(withCallTime(SHORT)));
        OperatorException failure = assertProblem(OperatorProblem.RECORD_TIMED_OUT, () -> map.map(command("spin")));
        assertThat(failure)
                .hasMessageStartingWith("LEAT-OPERATOR-007: operation oven (map of module hostile) took longer than")
                .hasMessageContaining("PT1S");
        assertTrap(failure, TrapKind.DEADLINE);
        assertThat(map.map(HARMLESS)).isEqualTo(HARMLESS);
    }

    @Test
    void aGuestThatEatsMemoryStopsAtItsLimitAndIsReplaced() throws Exception {
        TestOperation map = start(Fixtures.HOSTILE, OperatorInterface.MAP, settings(withMemory(16 << 20)));
        for (int i = 0; i < 3; i++) {
            assertThat(assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("eat"))))
                    .hasMessageContaining("operation oven (map of module hostile) trapped: ");
            assertThat(map.map(HARMLESS)).isEqualTo(HARMLESS);
        }
    }

    @Test
    void aPayloadLargerThanTheGuestsMemoryFailsForThatRecordOnly() throws Exception {
        TestOperation map = start(Fixtures.HOSTILE, OperatorInterface.MAP, settings(withMemory(16 << 20)));
        Message huge = command("read").withPayload(Bytes.of(new byte[32 << 20]));
        assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(huge));
        assertThat(map.map(HARMLESS)).isEqualTo(HARMLESS);
        assertThat(map.map(huge.withTopic(HARMLESS.topic())))
                .as("unread, it never gets there")
                .isEqualTo(huge.withTopic(HARMLESS.topic()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"panic", "oob", "unreachable", "recurse", "error"})
    void filtersFailAsMapsDo(String command) throws Exception {
        TestOperation filter = filter(Fixtures.HOSTILE);
        OperatorProblem problem =
                command.equals("error") ? OperatorProblem.RECORD_REFUSED : OperatorProblem.RECORD_TRAPPED;
        assertThat(assertProblem(problem, () -> filter.passes(command(command))))
                .hasMessageContaining("operation oven (filter of module hostile)");
        assertThat(filter.passes(HARMLESS)).isTrue();
        assertThat(filter.passes(command("drop"))).isFalse();
    }

    @Test
    void anotherOperationOfTheSameModuleNoticesNothing() throws Exception {
        String trapping = "{\"temperature\":{\"unit\":\"C\"}}";
        Journal elsewhere = new Journal();
        TestOperation sibling = start(
                Fixtures.TEMPERATURE,
                OperatorInterface.FILTER,
                new OperatorSettings(
                        "sibling",
                        List.of(property("temperature_upper_bound", "50")),
                        List.of(),
                        LIMITS,
                        elsewhere,
                        elsewhere));
        TestOperation filter = filter(Fixtures.TEMPERATURE);
        Message warm = message("sensor/1", "{\"temperature\":{\"unit\":\"C\",\"value\":49}}");
        Message hot = message("sensor/1", "{\"temperature\":{\"unit\":\"C\",\"value\":51}}");
        for (int i = 0; i < 3; i++) {
            assertProblem(OperatorProblem.RECORD_TRAPPED, () -> filter.passes(message("sensor/1", trapping)));
            assertThat(sibling.passes(warm)).isTrue();
            assertThat(sibling.passes(hot)).isFalse();
            assertThat(filter.passes(hot)).isTrue();
        }
        assertThat(elsewhere.messages()).containsOnlyOnce("property temperature_upper_bound = 50");
        assertThat(elsewhere.lines()).allMatch(line -> line.operation().equals("sibling"));
    }

    @Test
    void closingTwiceOrAfterATrapIsFine() throws Exception {
        TestOperation map = map(Fixtures.HOSTILE);
        assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("panic")));
        map.close();
        map.close();
    }

    private static void assertTrap(OperatorException failure, TrapKind kind) {
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        CoreTrapException.class, trap -> assertThat(trap.kind()).isEqualTo(kind));
    }
}
