package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreTrapException;
import dev.leat.dataflow.data.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator exists once its module's init agreed; why not, the exception says. */
class OperatorStartTest extends OnEachEngine {

    @Test
    void anInitThatAnswersFalseKeepsTheOperationFromStarting() {
        assertThat(assertProblem(OperatorProblem.INIT_REFUSED, () -> map(Fixtures.HOSTILE, property("fail", "true"))))
                .hasMessage("LEAT-OPERATOR-003: operation oven (map of module hostile) refused to start: "
                        + "its init answered false; check the operation's configuration, which has fail");
        assertProblem(OperatorProblem.INIT_REFUSED, () -> filter(Fixtures.HOSTILE, property("fail", "true")));
    }

    @Test
    void anInitThatTrapsKeepsTheOperationFromStartingForTheReasonThatTheGuestGave() {
        assertThat(assertProblem(OperatorProblem.INIT_TRAPPED, () -> map(Fixtures.HOSTILE, property("init", "trap"))))
                .hasMessageStartingWith(
                        "LEAT-OPERATOR-004: operation oven (map of module hostile) trapped in its init: ")
                .hasMessageContaining("init was told to trap")
                .hasCauseInstanceOf(CoreTrapException.class);
    }

    @Test
    void aFailedStartDoesNotSpoilTheModule() throws Exception {
        assertProblem(OperatorProblem.INIT_TRAPPED, () -> map(Fixtures.HOSTILE, property("init", "trap")));
        assertProblem(OperatorProblem.INIT_REFUSED, () -> map(Fixtures.HOSTILE, property("fail", "true")));
        Message message = command("pass");
        assertThat(map(Fixtures.HOSTILE).map(message)).isEqualTo(message);
    }

    @Test
    void aModuleThatNeedsMoreMemoryThanItMayHaveDoesNotStart() {
        assertThat(assertProblem(
                        OperatorProblem.UNUSABLE_MODULE,
                        () -> start(Fixtures.HOSTILE, OperatorInterface.MAP, settings(withMemory(1 << 16)))))
                .hasMessageContaining("operation oven (map of module hostile)")
                .hasMessageContaining("memory");
    }

    @Test
    void aModuleHasTheInterfacesThatItExports() {
        assertThat(engine.module(Fixtures.TEMPERATURE).interfaces())
                .containsExactlyInAnyOrder(
                        OperatorInterface.MAP,
                        OperatorInterface.FILTER,
                        OperatorInterface.BRANCH,
                        OperatorInterface.ACCUMULATE);
        assertThat(engine.module(Fixtures.HOSTILE).interfaces())
                .containsExactlyInAnyOrder(OperatorInterface.MAP, OperatorInterface.FILTER);
        assertThat(engine.module(Fixtures.COMPOSED).interfaces()).containsExactly(OperatorInterface.MAP);
    }

    @Test
    void anInterfaceThatTheModuleDoesNotExportIsRefusedWithThoseThatItDoes() {
        assertThat(assertProblem(OperatorProblem.WRONG_INTERFACE, () -> filter(Fixtures.COMPOSED)))
                .hasMessage("LEAT-OPERATOR-002: operation oven is a filter, but module composed exports no "
                        + "wasm-graph:processor/filter@1.1.0; it exports map");
        assertThat(assertProblem(
                        OperatorProblem.WRONG_INTERFACE,
                        () -> start(Fixtures.HOSTILE, OperatorInterface.DELAY, settings())))
                .hasMessageEndingWith("it exports map, filter");
    }

    @Test
    void aComposedComponentIsAnOperatorAsAnyOther() throws Exception {
        TestOperation map = map(Fixtures.COMPOSED);
        Message result = (Message) map.map(message("raw/1", "0,50"));
        assertThat(result.payload().asUtf8()).isEqualTo("celsius (3 points): 32,122");
        assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> map.map(message("raw/1", "201"))))
                .hasMessageEndingWith("out of range, nearest: 200 (oven)");
        assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> map.map(message("raw/1", "x"))))
                .hasMessageEndingWith("no number: x");
        assertThat(journal.lines().stream()
                        .map(Journal.Line::context)
                        .distinct()
                        .toList())
                .isEqualTo(List.of("consumer", "provider"));
    }

    @Test
    void anImportThatNobodyProvidesTrapsWhereItIsCalledAndNotBefore() throws Exception {
        TestOperation map = map(Fixtures.MISSING_IMPORT);
        Message harmless = command("close");
        assertThat(map.map(harmless)).isEqualTo(harmless);
        assertThat(assertProblem(OperatorProblem.RECORD_TRAPPED, () -> map.map(command("open"))))
                .hasMessageContaining("LEAT-COMPONENT-007")
                .hasMessageContaining("acme:plant/valve@1.0.0#open");
        assertThat(map.map(harmless)).isEqualTo(harmless);
    }
}
