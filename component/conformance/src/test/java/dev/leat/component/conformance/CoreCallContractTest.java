package dev.leat.component.conformance;

import static dev.leat.component.core.CoreValueType.F32;
import static dev.leat.component.core.CoreValueType.F64;
import static dev.leat.component.core.CoreValueType.I32;
import static dev.leat.component.core.CoreValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.HostCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls from the host into guests and back. */
class CoreCallContractTest extends CoreContract {

    private static final long GARBAGE = 0xdeadbeefL << 32;

    @Test
    void anI32IsTheLowHalfOfItsSlot() {
        CoreInstance instance = instantiate("values");
        for (int value : new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(callForInt(instance, "i32", GARBAGE | Integer.toUnsignedLong(value)))
                    .isEqualTo(value);
            assertThat(callForInt(instance, "i32", value)).isEqualTo(value);
        }
        assertThat(callForInt(instance, "i32-is-zero", GARBAGE)).isEqualTo(1);
        assertThat(callForInt(instance, "i32-less-unsigned", GARBAGE | 1, -1)).isEqualTo(1);
        assertThat(call(instance, "widen", GARBAGE | 7)[0]).isEqualTo(7);
        assertThat(call(instance, "widen", -1)[0]).isEqualTo(0xffff_ffffL);
    }

    @Test
    void anI64IsItsSlot() {
        CoreInstance instance = instantiate("values");
        for (long value : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(call(instance, "i64", value)[0]).isEqualTo(value);
        }
    }

    @Test
    void aFloatIsItsBits() {
        CoreInstance instance = instantiate("values");
        for (float value : new float[] {0, -0.0f, 1.5f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY}) {
            int bits = Float.floatToRawIntBits(value);
            assertThat(callForInt(instance, "f32", GARBAGE | Integer.toUnsignedLong(bits)))
                    .isEqualTo(bits);
        }
        assertThat(Float.intBitsToFloat(callForInt(instance, "f32-negate", Float.floatToRawIntBits(2.5f))))
                .isEqualTo(-2.5f);
        for (double value : new double[] {0, -0.0, 1.5, Double.MIN_VALUE, Double.POSITIVE_INFINITY}) {
            long bits = Double.doubleToRawLongBits(value);
            assertThat(call(instance, "f64", bits)[0]).isEqualTo(bits);
        }
    }

    @Test
    void aFunctionHasManyParametersAndResults() {
        CoreInstance instance = instantiate("values");
        long[] slots = call(
                instance,
                "reverse",
                7,
                Long.MIN_VALUE,
                Float.floatToRawIntBits(1.25f),
                Double.doubleToRawLongBits(-3.5));
        assertThat(Double.longBitsToDouble(slots[0])).isEqualTo(-3.5);
        assertThat(Float.intBitsToFloat((int) slots[1])).isEqualTo(1.25f);
        assertThat(slots[2]).isEqualTo(Long.MIN_VALUE);
        assertThat((int) slots[3]).isEqualTo(7);
        slots = call(instance, "three");
        assertThat((int) slots[0]).isEqualTo(1);
        assertThat(slots[1]).isEqualTo(2);
        assertThat((int) slots[2]).isEqualTo(3);
        long[] many = new long[17];
        Arrays.setAll(many, i -> (long) i * i);
        assertThat(callForInt(instance, "many", many)).isEqualTo(-256);
        call(instance, "none");
    }

    @Test
    void theSlotsMayBeMoreThanTheCallNeeds() {
        CoreFunction function = function(instantiate("values"), "i32-less-unsigned");
        long[] slots = new long[100];
        slots[1] = 1;
        function.call(slots);
        assertThat((int) slots[0]).isEqualTo(1);
    }

    private CoreInstance withHost(HostCall first, HostCall second) {
        return instantiate(
                "imports",
                store.hostFunction(type(List.of(I32), List.of(I32)), first),
                store.hostFunction(type(List.of(I32), List.of(I32)), second),
                store.hostFunction(type(List.of(I32, I64, F32, F64), List.of(F64, F32, I64, I32)), slots -> {
                    long[] arguments = Arrays.copyOf(slots, 4);
                    for (int i = 0; i < 4; i++) {
                        slots[i] = arguments[3 - i];
                    }
                }),
                store.hostFunction(type(List.of(I32), List.of(I32, I32, I32)), slots -> {
                    long base = slots[0];
                    slots[0] = base + 1;
                    slots[1] = base + 2;
                    slots[2] = base + 3;
                }),
                store.hostFunction(type(List.of(), List.of()), slots -> {}));
    }

    @Test
    void importsAreGivenByPositionEvenWhereTheyShareAName() {
        CoreInstance instance = withHost(slots -> slots[0] = 1, slots -> slots[0] = 2);
        assertThat(callForInt(instance, "first", 0)).isEqualTo(1);
        assertThat(callForInt(instance, "second", 0)).isEqualTo(2);
    }

    @Test
    void aHostFunctionReadsItsArgumentsAndWritesItsResults() {
        CoreInstance instance = withHost(slots -> slots[0] = Math.multiplyFull((int) slots[0], 10), slots -> {});
        assertThat(callForInt(instance, "first", GARBAGE | 4)).isEqualTo(40);
        long[] slots =
                call(instance, "reverse", -7, 1L << 40, Float.floatToRawIntBits(0.5f), Double.doubleToRawLongBits(8.5));
        assertThat(Double.longBitsToDouble(slots[0])).isEqualTo(8.5);
        assertThat(Float.intBitsToFloat((int) slots[1])).isEqualTo(0.5f);
        assertThat(slots[2]).isEqualTo(1L << 40);
        assertThat((int) slots[3]).isEqualTo(-7);
        slots = call(instance, "more-results", 10);
        assertThat((int) slots[0]).isEqualTo(11);
        assertThat((int) slots[1]).isEqualTo(12);
        assertThat((int) slots[2]).isEqualTo(13);
        call(instance, "nothing");
    }

    @Test
    void theHighHalfOfAnI32ResultOfTheHostIsIgnored() {
        CoreInstance instance = withHost(slots -> slots[0] = GARBAGE, slots -> {});
        assertThat(callForInt(instance, "first-is-zero", 0)).isEqualTo(1);
    }

    @Test
    void aHostFunctionIsCalledByTheHostLikeAnyOther() {
        CoreFunction function = store.hostFunction(type(List.of(I32), List.of(I32)), slots -> slots[0] = slots[0] + 1);
        long[] slots = {41};
        function.call(slots);
        assertThat((int) slots[0]).isEqualTo(42);
    }

    @Test
    void anImportThatIsExportedAgainIsCalledByTheHost() {
        CoreInstance instance = withHost(slots -> slots[0] = slots[0] + 1, slots -> {});
        assertThat(callForInt(instance, "first-again", 1)).isEqualTo(2);
    }

    @Test
    void aFunctionExportedByOneInstanceIsImportedByAnother() {
        CoreInstance values = instantiate("values");
        CoreInstance imports = instantiate(
                "imports",
                values.export("i32"),
                values.export("i32-is-zero"),
                values.export("reverse"),
                store.hostFunction(type(List.of(I32), List.of(I32, I32, I32)), slots -> {}),
                values.export("none"));
        assertThat(callForInt(imports, "first", 9)).isEqualTo(9);
        assertThat(callForInt(imports, "second", 9)).isEqualTo(0);
        long[] slots = call(imports, "reverse", 3, 4, 5, 6);
        assertThat(slots).startsWith(6).endsWith(3);
        assertThat(callForInt(imports, "first-again", 9)).isEqualTo(9);
    }

    @Test
    void whatAHostFunctionThrowsComesOutOfTheOutermostCallAsTheSameObject() {
        RuntimeException thrown = new IllegalStateException("of the host");
        CoreInstance instance = withHost(
                slots -> {
                    throw thrown;
                },
                slots -> slots[0] = 5);
        assertThat(catchThrowable(() -> call(instance, "first", 0))).isSameAs(thrown);
    }

    @Test
    void exceptionsOfTheJvmInAHostFunctionAreNotTakenForTraps() {
        List<RuntimeException> exceptions =
                List.of(new ArithmeticException(), new IndexOutOfBoundsException(), new NullPointerException());
        for (RuntimeException thrown : exceptions) {
            CoreInstance instance = withHost(
                    slots -> {
                        throw thrown;
                    },
                    slots -> {});
            assertThat(catchThrowable(() -> call(instance, "first", 0))).isSameAs(thrown);
        }
    }

    /** An instance of nesting.wat whose host calls it back. */
    private CoreInstance nesting(HostCall atTheBottom) {
        CoreInstance[] self = new CoreInstance[1];
        CoreFunction down = store.hostFunction(type(List.of(I32), List.of(I32)), slots -> {
            int depth = (int) slots[0];
            if (depth == 0) {
                atTheBottom.call(slots);
            } else {
                slots[0] = 1L + callForInt(self[0], "down", depth);
            }
        });
        self[0] = instantiate("nesting", down);
        return self[0];
    }

    @Test
    void hostAndGuestCallEachOther() {
        CoreInstance instance = nesting(slots -> slots[0] = 1000);
        assertThat(callForInt(instance, "down", 1)).isEqualTo(1001);
        assertThat(callForInt(instance, "down", 20)).isEqualTo(1020 + 19);
    }

    @Test
    void anExceptionPassesThroughAllNestedCalls() {
        RuntimeException thrown = new RuntimeException("at the bottom");
        List<Throwable> seen = new ArrayList<>();
        CoreInstance[] self = new CoreInstance[1];
        CoreFunction down = store.hostFunction(type(List.of(I32), List.of(I32)), slots -> {
            int depth = (int) slots[0];
            if (depth == 0) {
                throw thrown;
            }
            try {
                call(self[0], "down", depth);
            } catch (RuntimeException e) {
                seen.add(e);
                throw e;
            }
        });
        self[0] = instantiate("nesting", down);
        assertThat(catchThrowable(() -> call(self[0], "down", 4))).isSameAs(thrown);
        assertThat(seen).hasSize(3).allSatisfy(e -> assertThat(e).isSameAs(thrown));
    }

    @Test
    void aHostFunctionMayReplaceAnExceptionOfANestedCall() {
        RuntimeException replacement = new RuntimeException("replacement");
        CoreInstance[] self = new CoreInstance[1];
        CoreFunction down = store.hostFunction(type(List.of(I32), List.of(I32)), slots -> {
            if ((int) slots[0] == 0) {
                throw new IllegalArgumentException("replaced");
            }
            try {
                call(self[0], "down", slots[0]);
            } catch (IllegalArgumentException e) {
                throw replacement;
            }
        });
        self[0] = instantiate("nesting", down);
        assertThat(catchThrowable(() -> call(self[0], "down", 2))).isSameAs(replacement);
    }

    @Test
    void nothingIsCalledInAClosedStore() {
        CoreInstance instance = instantiate("values");
        CoreFunction function = function(instance, "i32");
        CoreFunction host = store.hostFunction(type(List.of(), List.of()), slots -> {});
        CoreMemory memory = (CoreMemory) instantiate("memory").export("memory");
        store.close();
        store.close();
        assertThatThrownBy(memory::segment).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.hostFunction(type(List.of(), List.of()), slots -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> function.call(new long[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> host.call(new long[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> instance.export("i64")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> instantiate("values")).isInstanceOf(IllegalStateException.class);
    }
}
