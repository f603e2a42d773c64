package dev.leat.component.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a guest was stopped, and where. */
class CoreTrapContractTest extends CoreContract {

    private static final long MINIMUM = Integer.MIN_VALUE;

    @Test
    void unreachableNamesTheFunctionsThatLedThere() {
        CoreInstance instance = instantiate("traps");
        CoreTrapException trap = assertTrap(TrapKind.UNREACHABLE, () -> call(instance, "unreachable"));
        assertThat(trap).hasMessageContaining("unreachable");
        assertThat(trap.frames()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(trap.frames().get(0)).contains("innermost");
        assertThat(trap.frames().get(1)).contains("middle");
    }

    @Test
    void arithmeticTraps() {
        CoreInstance instance = instantiate("traps");
        assertThat(callForInt(instance, "divide", 7, -2)).isEqualTo(-3);
        assertThat(assertTrap(TrapKind.ARITHMETIC, () -> call(instance, "divide", 1, 0)))
                .hasMessageContaining("integer divide by zero");
        assertThat(assertTrap(TrapKind.ARITHMETIC, () -> call(instance, "divide", MINIMUM, -1)))
                .hasMessageContaining("integer overflow");
        assertTrap(TrapKind.ARITHMETIC, () -> call(instance, "divide64", 1, 0));
        assertTrap(TrapKind.ARITHMETIC, () -> call(instance, "divide64", Long.MIN_VALUE, -1));
        assertTrap(TrapKind.ARITHMETIC, () -> call(instance, "remainder-unsigned", 1, 0));
        assertThat(assertTrap(
                        TrapKind.ARITHMETIC, () -> call(instance, "truncate", Double.doubleToRawLongBits(Double.NaN))))
                .hasMessageContaining("invalid conversion to integer");
        assertThat(assertTrap(TrapKind.ARITHMETIC, () -> call(instance, "truncate", Double.doubleToRawLongBits(1e10))))
                .hasMessageContaining("integer overflow");
    }

    @Test
    void anAccessOutOfTheMemoryTraps() {
        CoreInstance instance = instantiate("traps");
        assertThat(assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load", 65533)))
                .hasMessageContaining("out of bounds memory access");
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "store", -1));
    }

    @Test
    void anAccessOutOfTheTableTraps() {
        CoreInstance instance = instantiate("traps");
        assertTrap(TrapKind.TABLE_OUT_OF_BOUNDS, () -> call(instance, "call", 3));
        assertTrap(TrapKind.TABLE_OUT_OF_BOUNDS, () -> call(instance, "call", -1));
        assertTrap(TrapKind.TABLE_OUT_OF_BOUNDS, () -> call(instance, "table-get", 3));
        assertTrap(TrapKind.TABLE_OUT_OF_BOUNDS, () -> call(instance, "table-copy", 0, 1, 0x7fff_ffff));
        assertTrap(TrapKind.TABLE_OUT_OF_BOUNDS, () -> call(instance, "table-copy", 2, 0, 2));
        call(instance, "table-copy", 1, 0, 1);
        assertThat(callForInt(instance, "call", 1)).isEqualTo(7);
    }

    @Test
    void aBadIndirectCallTraps() {
        CoreInstance instance = instantiate("traps");
        assertThat(callForInt(instance, "call", 0)).isEqualTo(7);
        assertTrap(TrapKind.BAD_INDIRECT_CALL, () -> call(instance, "call", 1));
        assertTrap(TrapKind.BAD_INDIRECT_CALL, () -> call(instance, "call-nothing", 0));
    }

    @Test
    void callsNestedTooDeepTrapOnAnyThread() throws InterruptedException {
        for (long stackSize : new long[] {1 << 20, 8 << 20}) {
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            Thread thread = new Thread(null, this::overflow, "worker", stackSize);
            thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
            thread.start();
            thread.join();
            assertThat(failures).isEmpty();
        }
    }

    private void overflow() {
        for (int i = 0; i < 3; i++) {
            try (CoreStore own = engine.newStore(StoreLimits.DEFAULT)) {
                CoreInstance instance = own.instantiate(module("traps"), List.of());
                CoreTrapException trap = assertTrap(TrapKind.STACK_OVERFLOW, () -> call(instance, "recurse", 0));
                assertThat(trap.frames()).isNotEmpty();
            }
        }
    }

    @Test
    void hostAndGuestThatNestTooDeepTrap() {
        CoreInstance[] self = new CoreInstance[1];
        CoreFunction down = store.hostFunction(
                type(List.of(CoreValueType.I32), List.of(CoreValueType.I32)), slots -> call(self[0], "down", 1));
        self[0] = instantiate("nesting", down);
        // The host's part of the stack may run out first.
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> call(self[0], "down", 1)))
                .isInstanceOfAny(CoreTrapException.class, StackOverflowError.class);
        try (CoreStore another = engine.newStore(StoreLimits.DEFAULT)) {
            CoreInstance values = another.instantiate(module("values"), List.of());
            assertThat(callForInt(values, "i32", 3)).isEqualTo(3);
        }
    }

    @Test
    void aTrapPassesThroughTheHostAsTheSameObject() {
        CoreInstance traps = instantiate("traps");
        List<RuntimeException> seen = new ArrayList<>();
        CoreFunction host = store.hostFunction(type(List.of(CoreValueType.I32), List.of(CoreValueType.I32)), slots -> {
            try {
                call(traps, "unreachable");
            } catch (CoreTrapException e) {
                seen.add(e);
                throw e;
            }
        });
        CoreInstance nesting = instantiate("nesting", host);
        CoreTrapException trap = assertTrap(TrapKind.UNREACHABLE, () -> call(nesting, "down", 1));
        assertThat(seen).containsExactly(trap);
    }

    @Test
    void anUncaughtExceptionOfTheGuestTraps() {
        CoreInstance instance = instantiate("throwing");
        assertTrap(TrapKind.OTHER, () -> call(instance, "throw", 5));
    }
}
