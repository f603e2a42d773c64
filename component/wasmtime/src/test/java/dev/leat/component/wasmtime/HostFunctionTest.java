package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.HostCall;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guests call the host, and whatever the host throws arrives at the outermost caller, the same object. */
class HostFunctionTest {

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void valuesOfEachTypeCrossBothWays() {
        List<Long> seen = new ArrayList<>();
        CoreFunction mix = store.hostFunction(
                new CoreFunctionType(
                        List.of(CoreValueType.I32, CoreValueType.I64, CoreValueType.F32, CoreValueType.F64),
                        List.of(CoreValueType.F64, CoreValueType.F32, CoreValueType.I64, CoreValueType.I32)),
                slots -> {
                    seen.add((long) (int) slots[0]);
                    seen.add(slots[1]);
                    seen.add((long) (int) slots[2]);
                    seen.add(slots[3]);
                    slots[0] = Double.doubleToRawLongBits(0.1);
                    slots[1] = 0xffff_ffff_0000_0000L | Float.floatToRawIntBits(0.2f);
                    slots[2] = Long.MIN_VALUE;
                    slots[3] = 0xffff_ffff_0000_0009L;
                });
        long[] slots = {-1, Long.MAX_VALUE, Float.floatToRawIntBits(1.5f), Double.doubleToRawLongBits(2.5)};

        TestEngine.function(TestEngine.instantiate(engine, store, "host-types", mix), "mix")
                .call(slots);

        assertThat(seen)
                .containsExactly(
                        -1L, Long.MAX_VALUE, (long) Float.floatToRawIntBits(1.5f), Double.doubleToRawLongBits(2.5));
        assertThat(Double.longBitsToDouble(slots[0])).isEqualTo(0.1);
        assertThat(Float.intBitsToFloat((int) slots[1])).isEqualTo(0.2f);
        assertThat(slots[2]).isEqualTo(Long.MIN_VALUE);
        assertThat((int) slots[3]).isEqualTo(9);
    }

    @Test
    void aFunctionOfTheHostCanBeCalledFromTheHost() {
        assertThat(TestEngine.call(TestEngine.host(store, slots -> slots[0] += 5), 37))
                .isEqualTo(42);
    }

    @Test
    void eachOfManyFunctionsIsTheOneThatIsMeant() {
        List<CoreFunction> relays = new ArrayList<>();
        for (int index = 0; index < 300; index++) {
            int mine = index;
            CoreInstance instance = instance(slots -> slots[0] = mine);
            relays.add(TestEngine.function(instance, "relay"));
        }

        for (int index = 0; index < relays.size(); index++) {
            assertThat(TestEngine.call(relays.get(index), 0)).isEqualTo(index);
        }
    }

    @Test
    void eachOfManyStoresIsTheOneThatIsMeant() {
        List<CoreStore> stores = new ArrayList<>();
        List<CoreFunction> relays = new ArrayList<>();
        for (int index = 0; index < 100; index++) {
            CoreStore other = engine.newStore(StoreLimits.DEFAULT);
            int mine = index;
            stores.add(other);
            relays.add(TestEngine.function(
                    TestEngine.instantiate(engine, other, "host", TestEngine.host(other, slots -> slots[0] = mine)),
                    "relay"));
        }

        for (int index = 0; index < relays.size(); index++) {
            assertThat(TestEngine.call(relays.get(index), 0)).isEqualTo(index);
        }
        stores.forEach(CoreStore::close);
    }

    @Test
    void guestAndHostCallEachOtherInTurn() {
        CoreFunction[] relay = new CoreFunction[1];
        relay[0] = TestEngine.function(
                instance(slots -> {
                    int depth = (int) slots[0];
                    slots[0] = depth == 0 ? 0 : TestEngine.call(relay[0], depth - 1) + 1;
                }),
                "relay");

        assertThat(TestEngine.call(relay[0], 100)).isEqualTo(100);
    }

    static List<Throwable> throwables() {
        return List.of(
                new IllegalArgumentException("no"),
                new AssertionError("no"),
                new StackOverflowError(),
                new OutOfMemoryError("no"),
                new InterruptedException("checked, smuggled"),
                new CoreTrapException(TrapKind.ABI, "a trap of the host's own", List.of()));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatTheHostThrowsArrivesUnchanged(Throwable thrown) {
        CoreFunction relay = TestEngine.function(
                instance(slots -> {
                    throw Symbols.<RuntimeException>rethrow(thrown);
                }),
                "relay");

        assertThat(catchThrowable(() -> relay.call(new long[1]))).isSameAs(thrown);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatTheHostThrowsArrivesUnchangedThroughNestedCalls(Throwable thrown) {
        CoreFunction[] relay = new CoreFunction[1];
        List<Throwable> passed = new ArrayList<>();
        relay[0] = TestEngine.function(
                instance(slots -> {
                    if ((int) slots[0] == 0) {
                        throw Symbols.<RuntimeException>rethrow(thrown);
                    }
                    try {
                        TestEngine.call(relay[0], (int) slots[0] - 1);
                    } catch (Throwable e) {
                        passed.add(e);
                        throw e;
                    }
                }),
                "relay");

        assertThat(catchThrowable(() -> TestEngine.call(relay[0], 10))).isSameAs(thrown);
        assertThat(passed).hasSize(10).allSatisfy(e -> assertThat(e).isSameAs(thrown));
    }

    @Test
    void whatTheHostCatchesOfANestedCallIsForgotten() {
        CoreFunction trap = TestEngine.function(TestEngine.instantiate(engine, store, "traps"), "unreachable");
        CoreFunction failing = TestEngine.function(
                instance(slots -> {
                    throw new IllegalStateException("inner");
                }),
                "relay");
        CoreFunction forgiving = TestEngine.function(
                instance(slots -> {
                    assertThatThrownBy(() -> failing.call(new long[1])).hasMessage("inner");
                    slots[0] = 1;
                }),
                "relay");
        CoreFunction trapping = TestEngine.function(
                instance(slots -> {
                    assertThatThrownBy(() -> failing.call(new long[1])).hasMessage("inner");
                    trap.call(new long[1]);
                }),
                "relay");

        assertThat(TestEngine.call(forgiving, 0)).isEqualTo(1);
        assertThatThrownBy(() -> trapping.call(new long[1]))
                .isInstanceOfSatisfying(
                        CoreTrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.UNREACHABLE));
    }

    @Test
    void aTrapOfANestedGuestIsTheTrapOfTheOuterOne() {
        CoreFunction trap = TestEngine.function(TestEngine.instantiate(engine, store, "traps"), "unreachable");
        List<Throwable> inner = new ArrayList<>();
        CoreFunction relay = TestEngine.function(
                instance(slots -> {
                    try {
                        trap.call(slots);
                    } catch (CoreTrapException e) {
                        inner.add(e);
                        throw e;
                    }
                }),
                "relay");

        Throwable outer = catchThrowable(() -> relay.call(new long[1]));

        assertThat(inner).singleElement().isSameAs(outer);
    }

    @Test
    void aGuestCannotCatchWhatTheHostThrows() {
        CoreFunction catchAll = TestEngine.function(
                instance(slots -> {
                    throw new IllegalStateException("not for guests");
                }),
                "catch-all");

        assertThatThrownBy(() -> catchAll.call(new long[1])).hasMessage("not for guests");
    }

    @Test
    void aHostThatRecursesWithoutEndIsStoppedByJava() {
        CoreFunction relay = TestEngine.function(instance(HostFunctionTest::recurse), "relay");

        for (int time = 0; time < 20; time++) {
            assertThatThrownBy(() -> relay.call(new long[1])).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void guestsAndHostThatRecurseWithoutEndAreStoppedByTheGuestsLimit() {
        CoreFunction[] relay = new CoreFunction[1];
        relay[0] = TestEngine.function(instance(slots -> relay[0].call(slots)), "relay");

        for (int time = 0; time < 20; time++) {
            assertThatThrownBy(() -> relay[0].call(new long[1]))
                    .isInstanceOfSatisfying(
                            CoreTrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW));
        }
    }

    @Test
    void theHostHasStackEvenWhereTheGuestHasNone() {
        int[] deepest = new int[1];
        CoreFunction sink = TestEngine.function(instance(slots -> deepest[0] = useStack(100)), "sink");

        assertThatThrownBy(() -> sink.call(new long[1]))
                .isInstanceOfSatisfying(
                        CoreTrapException.class, e -> assertThat(e.kind()).isEqualTo(TrapKind.STACK_OVERFLOW));
        assertThat(deepest[0]).isEqualTo(100);
    }

    private CoreInstance instance(HostCall call) {
        return TestEngine.instantiate(engine, store, "host", TestEngine.host(store, call));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void recurse(long[] slots) {
        recurse(slots);
        slots[0]++;
    }

    private static int useStack(int depth) {
        return depth == 0 ? 0 : useStack(depth - 1) + 1;
    }
}
