package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that runs on is stopped at its deadline, and nothing runs while no store has one. */
@Timeout(60)
class DeadlineTest {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LATE = TimeUnit.HOURS.toNanos(1);

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);
    private final CoreFunction spin = TestEngine.function(TestEngine.instantiate(engine, store, "traps"), "spin");

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void aGuestThatSpinsIsStopped() {
        store.setDeadline(SOON);

        assertStopped(spin);
    }

    @Test
    void theLaterDeadlineReplacesTheEarlierOne() {
        store.setDeadline(LATE);
        store.setDeadline(SOON);

        assertStopped(spin);
    }

    @Test
    void aDeadlineThatHasPassedStopsTheGuestAtOnce() {
        store.setDeadline(0);
        assertStopped(spin);
        store.setDeadline(-1);
        assertStopped(spin);
    }

    @Test
    void aCallWithinTheDeadlineGoesThrough() {
        CoreFunction add = TestEngine.function(TestEngine.instantiate(engine, store, "calls"), "add");

        store.setDeadline(LATE);

        assertThat(TestEngine.call(add, 1, 2)).isEqualTo(3);
    }

    @Test
    void aDeadlineTakenBackStopsNobody() {
        CoreFunction add = TestEngine.function(TestEngine.instantiate(engine, store, "calls"), "add");

        store.setDeadline(0);
        store.clearDeadline();
        assertThat(TestEngine.call(add, 1, 2)).isEqualTo(3);
        store.setDeadline(0);
        store.setDeadline(Long.MAX_VALUE);
        assertThat(TestEngine.call(add, 1, 2)).isEqualTo(3);
    }

    @Test
    void theDeadlineOfOneStoreIsNotThatOfAnother() {
        try (CoreStore other = engine.newStore(StoreLimits.DEFAULT)) {
            CoreFunction add = TestEngine.function(TestEngine.instantiate(engine, other, "calls"), "add");
            store.setDeadline(SOON);

            assertStopped(spin);

            assertThat(TestEngine.call(add, 1, 2)).isEqualTo(3);
        }
    }

    @Test
    void aNestedCallSharesTheDeadlineOfTheOutermost() {
        CoreFunction host = TestEngine.host(store, slots -> spin.call(slots));
        CoreFunction relay = TestEngine.function(TestEngine.instantiate(engine, store, "host", host), "relay");
        store.setDeadline(SOON);

        assertStopped(relay);
    }

    @Test
    void theTickerSleepsWhileNoStoreHasADeadline() {
        store.setDeadline(SOON);
        assertStopped(spin);
        store.clearDeadline();

        while (DeadlineTicker.thread().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        store.setDeadline(SOON);
        assertStopped(spin);
    }

    @Test
    void aStoreClosedWithADeadlineLetsTheTickerSleep() {
        CoreStore other = engine.newStore(StoreLimits.DEFAULT);
        other.setDeadline(LATE);
        other.close();

        while (DeadlineTicker.thread().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void timesAreRoundedUpToTicks() {
        assertThat(DeadlineTicker.ticks(Long.MIN_VALUE)).isZero();
        assertThat(DeadlineTicker.ticks(0)).isZero();
        assertThat(DeadlineTicker.ticks(1)).isEqualTo(2);
        assertThat(DeadlineTicker.ticks(DeadlineTicker.TICK_NANOS)).isEqualTo(2);
        assertThat(DeadlineTicker.ticks(DeadlineTicker.TICK_NANOS + 1)).isEqualTo(3);
        assertThat(DeadlineTicker.ticks(Long.MAX_VALUE - 1)).isPositive();
    }

    @Test
    void deadlinesOfManyThreadsHoldAndReachNoOtherCall() throws Exception {
        JavaProcess process = JavaProcess.run(DeadlineMix.class);

        assertThat(process.output()).startsWith("all deadlines held, with ");
    }

    @Test
    void codeToBeDebuggedHasDeadlinesToo() throws Exception {
        JavaProcess process = JavaProcess.run(DeadlineMix.class, "-Dleat.debug.guests=true");

        assertThat(process.output()).startsWith("all deadlines held, with epochs");
    }

    private static void assertStopped(CoreFunction function) {
        assertThatExceptionOfType(CoreTrapException.class)
                .isThrownBy(() -> function.call(new long[1]))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(TrapKind.DEADLINE))
                .withMessage("the deadline passed");
    }
}
