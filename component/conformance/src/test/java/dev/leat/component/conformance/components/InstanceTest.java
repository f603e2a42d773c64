package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How instances are called, bounded and ended. */
class InstanceTest extends ComponentContract {

    private static final String HOST = "leat:test/host@0.2.3";

    private Guest behaving() {
        return start(assembled("behaviour"));
    }

    private void ping(dev.leat.component.model.HostFunction function) {
        linker.instance(HOST).function("ping", function);
    }

    private static void cannotBeCalled(Guest guest) {
        assertThatThrownBy(() -> guest.run("nothing"))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-012: ")
                .hasMessageContaining("make a new instance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-ping", "second-ping"})
    void anAsyncLowerThatSeveralModulesImportTrapsWhenItIsCalledAndNotBefore(String function) {
        Guest guest = start(assembled("async-lower"));
        assertThat(assertTrap(TrapKind.OTHER, () -> guest.call(function, 1L)))
                .hasMessageStartingWith("LEAT-COMPONENT-005: ")
                .hasMessageContaining("async lower");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-drop", "second-drop"})
    void aFunctionThatLeatDoesNotHaveMayBeImportedUnderSeveralTypes(String function) {
        Guest guest = start(assembled("async-lower"));
        assertThat(assertTrap(TrapKind.OTHER, () -> guest.run(function, 1L)))
                .hasMessageStartingWith("LEAT-COMPONENT-005: ")
                .hasMessageContaining("subtask.drop");
    }

    @Test
    void anAsyncLowerThatIsImportedUnderAnotherTypeIsRefused() {
        assertThatThrownBy(() -> assembled("async-lower-as-plain"))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-004: ")
                .hasMessageContainingAll("host::ping", "parameters=[i32, i32]", "parameters=[i32]");
    }

    @Test
    void anImportThatNothingProvidesTrapsWhenItIsCalledAndNotBefore() {
        Guest guest = behaving();
        guest.run("nothing");
        CoreTrapException trap = assertTrap(TrapKind.OTHER, () -> guest.call("ping-through", 1L));
        assertThat(trap)
                .hasMessageStartingWith("LEAT-COMPONENT-007: ")
                .hasMessageContaining("leat:test/host@0.2.3#ping");
        cannotBeCalled(guest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat:test/host@0.2.0", "leat:test/host@0.2.3", "leat:test/host@0.2.17"})
    void aCompatibleVersionOfTheHostIsCalled(String name) {
        linker.instance(name).function("ping", (context, arguments) -> (Long) arguments[0] + 1);
        assertThat(behaving().call("ping-through", 41L)).isEqualTo(42L);
    }

    @Test
    void aFunctionOfTheHostFindsTheStateOfItsInstance() {
        ping((context, arguments) -> (long) context.state(AtomicInteger.class).addAndGet(10));
        LinkedComponent linked = assembled("behaviour");
        Guest first = start(linked, "unrelated", new AtomicInteger(1));
        Guest second = start(linked, new AtomicInteger(2));
        assertThat(first.call("ping-through", 0L)).isEqualTo(11L);
        assertThat(second.call("ping-through", 0L)).isEqualTo(12L);
        assertThat(first.call("ping-through", 0L)).isEqualTo(21L);
    }

    @Test
    void aStateThatWasNotGivenIsAnErrorOfTheHost() {
        ping((context, arguments) -> (long) context.state(AtomicInteger.class).get());
        assertThatThrownBy(() -> behaving().call("ping-through", 0L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AtomicInteger");
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalStateException("state"),
                new IllegalArgumentException("argument"),
                new IndexOutOfBoundsException("index"),
                new ArrayIndexOutOfBoundsException(3),
                new StringIndexOutOfBoundsException("string"),
                new NullPointerException("null"),
                new ClassCastException("class"),
                new ArithmeticException("by zero"),
                new NoSuchElementException("none"),
                new ConcurrentModificationException("changed"),
                new CoreTrapException(TrapKind.OTHER, "the host's own trap", List.of()),
                new AssertionError("an error"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void whatTheHostThrowsPassesThroughUnchangedAndEndsTheInstance(Throwable thrown) {
        ping((context, arguments) -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        });
        Guest guest = behaving();
        assertThat(catchThrowable(() -> guest.call("ping-through", 1L))).isSameAs(thrown);
        cannotBeCalled(guest);
    }

    @Test
    void aHostThatGivesNothingWhereAResultIsDueIsToldSo() {
        ping((context, arguments) -> null);
        assertThatThrownBy(() -> behaving().call("ping-through", 1L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gave nothing");
    }

    @Test
    void aHostsResultOutOfRangeIsRefused() {
        ping((context, arguments) -> -1L);
        assertThatThrownBy(() -> behaving().call("ping-through", 1L)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stringsGoToTheHostAndBack() {
        linker.instance(HOST)
                .function("text", List.of(String.class), String.class, (context, arguments) -> arguments[0] + "!");
        assertThat(behaving().call("text-through", "\ud83c\udf21")).isEqualTo("\ud83c\udf21!");
    }

    @Test
    void aCallFromWithinACallIsRefusedAndTheOuterCallGoesOn() {
        AtomicReference<Guest> guest = new AtomicReference<>();
        List<Throwable> refusals = new ArrayList<>();
        ping((context, arguments) -> {
            refusals.add(catchThrowable(() -> guest.get().run("nothing")));
            return arguments[0];
        });
        guest.set(behaving());
        assertThat(guest.get().call("ping-through", 7L)).isEqualTo(7L);
        assertThat(refusals)
                .hasSize(1)
                .first()
                .satisfies(refusal -> assertThat(refusal)
                        .isInstanceOfAny(CoreTrapException.class, ComponentException.class)
                        .hasMessageContaining("cannot enter component instance"));
        guest.get().run("nothing");
    }

    @Test
    void anotherInstanceMayBeCalledFromWithinACall() {
        LinkedComponent linked = assembled("behaviour");
        Guest inner = start(linked);
        ping((context, arguments) -> {
            inner.run("nothing");
            return arguments[0];
        });
        assertThat(start(assembled("behaviour")).call("ping-through", 7L)).isEqualTo(7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trap", "spin"})
    void anInstanceThatTrappedCannotBeCalled(String function) {
        Guest guest = start(assembled("behaviour"), callTime(Duration.ofMillis(50)));
        assertThatThrownBy(() -> guest.run(function)).isInstanceOf(CoreTrapException.class);
        cannotBeCalled(guest);
        start(guest.linked()).run("nothing");
    }

    @Test
    void aCallThatTakesTooLongIsEnded() {
        Guest guest = start(assembled("behaviour"), callTime(Duration.ofMillis(50)));
        for (int i = 0; i < 1000; i++) {
            guest.run("nothing");
        }
        assertTrap(TrapKind.DEADLINE, () -> guest.run("spin"));
    }

    @Test
    void aStartThatTakesTooLongIsEnded() {
        LinkedComponent linked = assembled("start-spins");
        assertTrap(TrapKind.DEADLINE, () -> linked.instantiate(callTime(Duration.ofMillis(50))));
    }

    @Test
    void aRefusedCallFromWithinDoesNotTakeTheTimeLimitOfTheOuterOne() {
        AtomicReference<Guest> guest = new AtomicReference<>();
        ping((context, arguments) -> {
            assertThat(catchThrowable(() -> guest.get().run("nothing"))).isNotNull();
            return arguments[0];
        });
        guest.set(start(assembled("behaviour"), callTime(Duration.ofMillis(200))));
        assertTrap(TrapKind.DEADLINE, () -> guest.get().run("ping-then-spin", 1L));
    }

    @Test
    void aStartThatTrapsIsATrap() {
        LinkedComponent linked = assembled("start-traps");
        assertTrap(TrapKind.UNREACHABLE, () -> linked.instantiate(InstanceLimits.DEFAULT));
    }

    @Test
    void memoryGrowsToItsLimitAndNoFurther() {
        Guest guest =
                start(assembled("behaviour"), new InstanceLimits(new StoreLimits(1 << 20, 1000), Optional.empty()));
        assertThat(guest.call("grow", 15L)).isEqualTo(1);
        assertThat(guest.call("grow", 1L)).isEqualTo(-1);
        guest.run("nothing");
    }

    @Test
    void anArgumentThatDoesNotFitIntoMemoryTraps() {
        linker.instance(HOST).function("text", (context, arguments) -> arguments[0]);
        Guest guest =
                start(assembled("behaviour"), new InstanceLimits(new StoreLimits(1 << 20, 1000), Optional.empty()));
        assertThatThrownBy(() -> guest.call("text-through", "x".repeat(2 << 20)))
                .isInstanceOf(CoreTrapException.class);
        cannotBeCalled(guest);
    }

    @Test
    void aComponentThatStartsWithMoreMemoryThanItsLimitIsRefused() {
        LinkedComponent echo = fixture("echo");
        InstanceLimits little = new InstanceLimits(new StoreLimits(1 << 16, 1000), Optional.empty());
        assertThatThrownBy(() -> echo.instantiate(little))
                .isInstanceOfAny(ComponentException.class, CoreTrapException.class);
        start(echo).call("leat:fixtures/values#echo-u8", 1);
    }

    @Test
    void aClosedInstanceCannotBeCalledAndClosingItTwiceDoesNothing() {
        Guest guest = behaving();
        guest.instance().close();
        guest.instance().close();
        assertThatThrownBy(() -> guest.run("nothing")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aFunctionTakenBeforeTheInstanceWasClosedCannotBeCalledEither() {
        Guest guest = behaving();
        var function = guest.instance().function(guest.linked().function(List.of("nothing")));
        function.call();
        guest.instance().close();
        assertThatThrownBy(function::call).isInstanceOf(RuntimeException.class);
    }

    @Test
    void instancesOfOneComponentRunOnTwoThreadsAtOnce() throws Exception {
        LinkedComponent linked = fixture("echo");
        var strings = linked.function(List.of("leat:fixtures/values", "echo-strings"));
        var planned = linked.function(
                List.of("leat:fixtures/values", "echo-padded"),
                List.of(EchoTypes.Padded.class),
                EchoTypes.Padded.class);
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int own = thread;
                Callable<Integer> calls = () -> {
                    together.await();
                    int equal = 0;
                    try (var instance = linked.instantiate(InstanceLimits.DEFAULT)) {
                        for (int i = 0; i < 3000; i++) {
                            List<String> value = List.of("thread " + own, "call " + i);
                            EchoTypes.Padded padded = new EchoTypes.Padded((short) own, i);
                            if (instance.function(strings)
                                            .call(value)
                                            .orElseThrow()
                                            .equals(value)
                                    && instance.function(planned)
                                            .call(padded)
                                            .orElseThrow()
                                            .equals(padded)) {
                                equal++;
                            }
                        }
                    }
                    return equal;
                };
                answers.add(threads.submit(calls));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(3000);
            }
        }
    }

    @Test
    void anInstanceMayMoveToAnotherThreadBetweenCalls() throws Exception {
        ping((context, arguments) -> arguments[0]);
        Guest guest = behaving();
        assertThat(guest.call("ping-through", 1L)).isEqualTo(1L);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            assertThat(thread.submit(() -> guest.call("ping-through", 2L)).get())
                    .isEqualTo(2L);
        }
        assertThat(guest.call("ping-through", 3L)).isEqualTo(3L);
    }

    @Test
    void aComponentGivenToAnotherStartsOnce() {
        AtomicInteger ticks = new AtomicInteger();
        linker.root().function("tick", (context, arguments) -> {
            ticks.incrementAndGet();
            return null;
        });
        start(assembled("component-argument"));
        assertThat(ticks).hasValue(1);
    }

    @Test
    void ofTwoCompatibleExportsTheOneAskedForIsCalled() {
        Guest guest = start(assembled("two-versions"));
        assertThat(guest.call("leat:fixtures/greeter@0.2.0#answer")).isEqualTo(20L);
        assertThat(guest.call("leat:fixtures/greeter@0.2.6#answer")).isEqualTo(26L);
        assertThat(guest.call("leat:fixtures/greeter@0.2.3#answer")).isIn(20L, 26L);
    }
}
