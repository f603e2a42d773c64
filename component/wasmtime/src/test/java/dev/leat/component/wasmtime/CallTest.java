package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.StoreLimits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arguments and results cross the border as {@link CoreFunction#call} says. */
class CallTest {

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);
    private final CoreInstance calls = TestEngine.instantiate(engine, store, "calls");

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void aFunctionThatTakesAndReturnsNothingTakesOneSlot() {
        long[] slots = {17};

        function("nop").call(slots);

        assertThat(slots).hasSize(1);
    }

    @Test
    void numbersOfEachTypeArriveAndReturn() {
        assertThat((int) call("add", Integer.MAX_VALUE, 1)).isEqualTo(Integer.MIN_VALUE);
        assertThat(call("negate64", Long.MAX_VALUE)).isEqualTo(-Long.MAX_VALUE);
        assertThat(Float.intBitsToFloat((int) call("half32", Float.floatToRawIntBits(-3.5f))))
                .isEqualTo(-1.75f);
        assertThat(Double.longBitsToDouble(call("half64", Double.doubleToRawLongBits(1e300))))
                .isEqualTo(5e299);
    }

    @Test
    void theHighHalfOfAnI32ArgumentIsIgnored() {
        assertThat((int) call("add", 0xdead_beef_0000_0001L, 0xcafe_babe_0000_0002L))
                .isEqualTo(3);
    }

    @Test
    void severalResultsReplaceTheArguments() {
        long[] slots = {7, 1L << 40};

        function("swap").call(slots);

        assertThat(slots[0]).isEqualTo(1L << 40);
        assertThat((int) slots[1]).isEqualTo(7);
    }

    @Test
    void moreResultsThanArgumentsNeedAsManySlots() {
        long[] slots = new long[3];

        function("three").call(slots);

        assertThat(Arrays.stream(slots).mapToInt(slot -> (int) slot)).containsExactly(1, 2, 3);
    }

    @Test
    void tooFewSlotsAreRefusedAndTheStoreGoesOn() {
        assertThatExceptionOfType(ArrayIndexOutOfBoundsException.class)
                .isThrownBy(() -> function("add").call(new long[1]));

        assertThat((int) call("add", 20, 3)).isEqualTo(23);
    }

    @Test
    void framesLargerThanTheStackOfSlotsWork() {
        CoreFunction[] last = new CoreFunction[1];
        CoreFunctionType type = new CoreFunctionType(List.of(CoreValueType.I64), List.of(CoreValueType.I64));
        CoreFunction host = store.hostFunction(type, slots -> {
            if (slots[0] > 0) {
                long depth = slots[0];
                long[] nested = new long[1000];
                nested[999] = depth - 1;
                last[0].call(nested);
                slots[0] = nested[0] + 1;
            }
        });
        last[0] = TestEngine.function(TestEngine.instantiate(engine, store, "wide", host), "last");
        long[] slots = new long[1000];
        slots[999] = 10;

        last[0].call(slots);

        assertThat(slots[0]).isEqualTo(10);
    }

    @Test
    void aNanIsTheCanonicalOne() {
        long nan = Float.floatToRawIntBits(Float.intBitsToFloat(0xffa0_0001)) & 0xffff_ffffL;

        assertThat((int) call("nan", nan, nan)).isEqualTo(0x7fc0_0000);
        assertThat((int) call("nan", 0, 0)).isEqualTo(0x7fc0_0000);
    }

    @Test
    void tailCallsTakeNoStack() {
        CoreFunction down = TestEngine.function(TestEngine.instantiate(engine, store, "tail-call"), "down");

        assertThat(TestEngine.call(down, 10_000_000)).isEqualTo(99);
    }

    @Test
    void aVirtualThreadMayCall() throws InterruptedException {
        int[] sum = new int[1];

        Thread.ofVirtual().start(() -> sum[0] = (int) call("add", 40, 2)).join();

        assertThat(sum[0]).isEqualTo(42);
    }

    private CoreFunction function(String name) {
        return TestEngine.function(calls, name);
    }

    private long call(String name, long... arguments) {
        long[] slots = new long[4];
        System.arraycopy(arguments, 0, slots, 0, arguments.length);
        function(name).call(slots);
        return slots[0];
    }
}
