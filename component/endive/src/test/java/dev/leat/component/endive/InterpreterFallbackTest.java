package dev.leat.component.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import run.endive.wasm.Parser;

/** A function that is too large for a JVM method is interpreted, and behaves as if it were not. */
@Timeout(120)
class InterpreterFallbackTest {

    private CoreEngine engine;
    private CoreStore store;

    @BeforeEach
    void open() {
        engine = new EndiveProvider().open(CoreEngineOptions.DEFAULT);
        store = engine.newStore(StoreLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    private static CoreFunction huge(CoreEngine engine, CoreStore store) throws IOException {
        try (InputStream in = InterpreterFallbackTest.class.getResourceAsStream("/core/table-owner.wasm")) {
            CoreInstance owner = store.instantiate(engine.compile(in.readAllBytes()), List.of());
            CoreInstance instance =
                    store.instantiate(engine.compile(HugeFunction.binary()), List.of(owner.export("table")));
            return (CoreFunction) instance.export("huge");
        }
    }

    private static int call(CoreFunction function, long argument) {
        long[] slots = {argument};
        function.call(slots);
        return (int) slots[0];
    }

    @Test
    void onlyTheHugeFunctionIsFound() {
        assertThat(HugeFunctions.find(Parser.parse(HugeFunction.binary()))).containsExactly(0);
    }

    @Test
    void itCallsAFunctionOfAnotherInstanceThroughATable() throws IOException {
        CoreFunction huge = huge(engine, store);
        assertThat(call(huge, 7)).isEqualTo((7 + HugeFunction.ADDITIONS) * 2);
        assertThat(call(huge, 8)).isEqualTo((8 + HugeFunction.ADDITIONS) * 2);
    }

    @Test
    void theHighHalfOfItsArgumentIsIgnored() throws IOException {
        assertThat(call(huge(engine, store), 0x7777L << 32 | 7)).isEqualTo((7 + HugeFunction.ADDITIONS) * 2);
    }

    @Test
    void itEndsAtTheDeadline() throws IOException {
        CoreFunction huge = huge(engine, store);
        store.setDeadline(Duration.ofMillis(30).toNanos());
        CoreTrapException trap = catchThrowableOfType(CoreTrapException.class, () -> call(huge, -1));
        assertThat(trap.kind()).isEqualTo(TrapKind.DEADLINE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptIsNoneOfItsBusiness() throws IOException {
        CoreFunction huge = huge(engine, store);
        Thread.currentThread().interrupt();
        try {
            assertThat(call(huge, 7)).isEqualTo((7 + HugeFunction.ADDITIONS) * 2);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void interruptsDoNotEndItBeforeItsDeadline() throws IOException {
        CoreFunction huge = huge(engine, store);
        Thread caller = Thread.currentThread();
        AtomicBoolean ended = new AtomicBoolean();
        store.setDeadline(Duration.ofMillis(60).toNanos());
        Thread interrupter = Thread.startVirtualThread(() -> {
            while (!ended.get()) {
                caller.interrupt();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
            }
        });
        try {
            CoreTrapException trap = catchThrowableOfType(CoreTrapException.class, () -> call(huge, -1));
            assertThat(trap.kind()).isEqualTo(TrapKind.DEADLINE);
            assertThat(caller.isInterrupted()).isTrue();
        } finally {
            ended.set(true);
            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
    }

    @Test
    void theCacheKnowsWhichFunctionsAreInterpreted(@TempDir Path directory) throws IOException {
        CoreEngineOptions options = new CoreEngineOptions(Optional.of(directory));
        for (int i = 0; i < 2; i++) {
            try (CoreEngine cached = new EndiveProvider().open(options);
                    CoreStore own = cached.newStore(StoreLimits.DEFAULT)) {
                assertThat(call(huge(cached, own), 7)).isEqualTo((7 + HugeFunction.ADDITIONS) * 2);
            }
        }
    }
}
