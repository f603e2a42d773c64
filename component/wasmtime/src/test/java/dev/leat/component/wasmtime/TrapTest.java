package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trap says what kind it is, in the words of the specification, and where the guest was. */
class TrapTest {

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);
    private final CoreInstance traps = TestEngine.instantiate(engine, store, "traps");

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable, 0, 0, UNREACHABLE, unreachable",
        "load, 65533, 0, MEMORY_OUT_OF_BOUNDS, out of bounds memory access",
        "load, -1, 0, MEMORY_OUT_OF_BOUNDS, out of bounds memory access",
        "load64, -1, 0, MEMORY_OUT_OF_BOUNDS, out of bounds memory access",
        "table, 0, 0, TABLE_OUT_OF_BOUNDS, undefined element: out of bounds table access",
        "null, 0, 0, BAD_INDIRECT_CALL, uninitialized element",
        "signature, 0, 0, BAD_INDIRECT_CALL, indirect call type mismatch",
        "divide, 1, 0, ARITHMETIC, integer divide by zero",
        "divide, -2147483648, -1, ARITHMETIC, integer overflow",
        "convert, 9221120237041090560, 0, ARITHMETIC, invalid conversion to integer",
        "recurse, 0, 0, STACK_OVERFLOW, call stack exhausted",
        "throw, 0, 0, OTHER, thrown Wasm exception",
    })
    void aTrapHasAKindAndAMessage(String function, long first, long second, TrapKind kind, String message) {
        CoreTrapException trap = trap(function, first, second);

        assertThat(trap.kind()).isEqualTo(kind);
        assertThat(trap).hasMessage(message);
    }

    @Test
    void framesNameModuleAndFunctionInnermostFirst() {
        assertThat(trap("nested").frames()).containsExactly("traps!unreachable", "traps!caller");
    }

    @Test
    void anExceptionThatNoGuestCatchesNamesItsFramesAndIsForgotten() {
        assertThat(trap("throw").frames()).containsExactly("traps!throw");
        assertThat(trap("unreachable").kind()).isEqualTo(TrapKind.UNREACHABLE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void trapsAndExceptionsOfTheHostLeakNothing() throws Exception {
        JavaProcess process = JavaProcess.run(TrapLeak.class, "-Xmx64m", "-XX:+AlwaysPreTouch");

        assertThat(process.output()).contains("grew by");
        assertThat(process.exitCode()).as(process.output()).isZero();
    }

    private CoreTrapException trap(String function, long... arguments) {
        return catchThrowableOfType(
                CoreTrapException.class, () -> TestEngine.call(TestEngine.function(traps, function), arguments));
    }
}
