package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a guest has to run on, it meets a poll; and a guest that is not stopped does what it did without. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a guest without polls cannot be interrupted
class PollTest {

    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    private CoreInstance instance(CoreItem... imports) {
        return TestEngine.instantiate(engine, store, "polls", imports);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty",
                "second",
                "inner",
                "conditional",
                "table",
                "parameter",
                "read",
                "recursion",
                "tail",
                "indirect",
                "reference",
                "caught",
                "outer",
                "default",
                "thrown",
                "null",
                "present",
                "cast",
                "uncast"
            })
    void whatRunsWithoutEndIsStopped(String name) {
        CoreFunction function = TestEngine.function(instance(), name);
        store.setDeadline(SOON);

        assertStopped(() -> function.call(new long[1]));
    }

    @Test
    void eachFormOfAnInstructionIsReadOver() {
        CoreInstance instance = instance();

        assertThat(TestEngine.call(TestEngine.function(instance, "forms"))).isEqualTo(20);
    }

    @Test
    void aStoreGoesOnAfterItsGuestWasStopped() {
        CoreInstance instance = instance();
        for (int round = 0; round < 3; round++) {
            store.setDeadline(SOON);
            assertStopped(() -> TestEngine.function(instance, "empty").call(new long[1]));
            store.clearDeadline();
            CoreInstance other = instance();
            assertThat(TestEngine.call(TestEngine.function(other, "forms"))).isEqualTo(20);
        }
    }

    @Test
    void anInstanceThatIsMadeAfterTheDeadlineIsStopped() {
        store.setDeadline(0);

        CoreInstance instance = instance();

        assertStopped(() -> TestEngine.function(instance, "empty").call(new long[1]));
    }

    @Test
    void aStartFunctionThatRunsOnIsStopped() {
        // (module (func $spin (loop br 0)) (start $spin))
        byte[] module = bytes("0061736d01000000 010401600000 03020100 080100 0a09 01 07 00 0340 0c00 0b 0b");
        CoreModule compiled = engine.compile(module);
        store.setDeadline(SOON);

        assertStopped(() -> store.instantiate(compiled, List.of()));
    }

    @Test
    void aModuleMayExportTheNamesThatPollsUse() {
        // (module (func (export "leat:poll-page") (loop br 0)) (func (export "leat:start")) (start 1))
        byte[] module = bytes("0061736d01000000 010401600000 0303020000 071f 02 0e" + hex("leat:poll-page") + "0000 0a"
                + hex("leat:start") + "0001 080101 0a0c 02 07 00 0340 0c00 0b 0b 02 00 0b");
        CoreInstance instance = store.instantiate(engine.compile(module), List.of());
        store.setDeadline(SOON);

        assertStopped(() -> TestEngine.function(instance, "leat:poll-page").call(new long[1]));
        TestEngine.function(instance, "leat:start").call(new long[1]);
    }

    @Test
    void aModuleThatReachesForTheMemoryOfThePollsIsRefused() {
        // (func (export "f") (result i32) i32.const 0 i32.load 0), without a memory of its own
        byte[] module = bytes("0061736d01000000 0105016000017f 03020100 07050101660000 0a09 01 07 00 4100 280200 0b");

        assertThatExceptionOfType(CoreModuleException.class)
                .isThrownBy(() -> engine.compile(module))
                .withMessageContaining("unknown memory");
    }

    @Test
    void thePageIsNobodysButTheHosts() {
        CoreInstance instance = instance();

        for (String name : List.of("leat:poll-page", "leat:start")) {
            assertThatExceptionOfType(CoreLinkException.class)
                    .isThrownBy(() -> instance.export(name))
                    .withMessage("the instance has no export " + name);
        }
    }

    @Test
    void theMemoryOfThePollsTakesNothingOfTheStores() {
        // (module (memory 1 1)), all that the store allows
        byte[] module = bytes("0061736d01000000 0504 01 01 01 01");
        try (CoreStore small = engine.newStore(new StoreLimits(64 << 10, 10_000))) {
            small.instantiate(engine.compile(module), List.of());
            CoreInstance calls = TestEngine.instantiate(engine, small, "calls");

            assertThat(TestEngine.call(TestEngine.function(calls, "add"), 1, 2)).isEqualTo(3);
        }
    }

    @Test
    void moreLoopsThanAPageHasAddressesAreAllPolled() {
        int loops = PollInserter.PAGE_BYTES + 10;
        BinaryWriter body = new BinaryWriter(4 * loops);
        body.writeByte(0);
        for (int loop = 0; loop < loops; loop++) {
            body.write(bytes("0340 4100 0d00 0b"));
        }
        body.write(bytes("0340 0c00 0b 0b"));
        BinaryWriter code = new BinaryWriter(4 * loops);
        code.writeUnsigned(1);
        code.writeUnsigned(body.size());
        code.write(body);
        BinaryWriter module = new BinaryWriter(4 * loops);
        module.write(bytes("0061736d01000000 010401600000 03020100 07050101660000"));
        module.writeSection(10, code);
        CoreInstance instance = store.instantiate(engine.compile(module.toBytes()), List.of());
        store.setDeadline(SOON);

        assertStopped(() -> TestEngine.function(instance, "f").call(new long[1]));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void assertStopped(ThrowingCallable call) {
        assertThatExceptionOfType(CoreTrapException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(TrapKind.DEADLINE));
    }
}
