package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store serves one thread at a time, and nobody once it is closed. */
class StoreTest {

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(StoreLimits.DEFAULT);

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void aClosedStoreRefusesAllUse() {
        CoreModule module = engine.compile(Modules.read("calls"));
        CoreInstance instance = store.instantiate(module, List.of());
        CoreFunction nop = TestEngine.function(instance, "nop");

        store.close();
        store.close();

        List<ThrowingCallable> uses = List.of(
                () -> nop.call(new long[1]),
                () -> instance.export("add"),
                () -> store.instantiate(module, List.of()),
                () -> store.hostFunction(TestEngine.NOTHING, slots -> {}),
                () -> store.setDeadline(1),
                store::clearDeadline);
        for (ThrowingCallable use : uses) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(use)
                    .withMessageContaining("closed");
        }
    }

    @Test
    void aStoreInACallCannotBeClosed() {
        CoreFunction host = TestEngine.host(store, slots -> store.close());
        CoreFunction relay = TestEngine.function(TestEngine.instantiate(engine, store, "host", host), "relay");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> relay.call(new long[1]))
                .withMessageContaining("in a call");
    }

    @Test
    void aStoreInACallRefusesAnotherThread() {
        CoreFunction[] relay = new CoreFunction[1];
        CoreFunction host = TestEngine.host(store, slots -> {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> CompletableFuture.runAsync(() -> relay[0].call(new long[1]))
                            .get())
                    .withMessageContaining("on another thread");
            slots[0] = 5;
        });
        relay[0] = TestEngine.function(TestEngine.instantiate(engine, store, "host", host), "relay");

        assertThat(TestEngine.call(relay[0], 0)).isEqualTo(5);
    }

    @Test
    void aStoreMayBeHandedToAnotherThread() throws Exception {
        CoreFunction add = TestEngine.function(TestEngine.instantiate(engine, store, "calls"), "add");

        assertThat(TestEngine.call(add, 1, 2)).isEqualTo(3);
        assertThat(CompletableFuture.supplyAsync(() -> TestEngine.call(add, 3, 4))
                        .get())
                .isEqualTo(7);
        assertThat(TestEngine.call(add, 5, 6)).isEqualTo(11);
    }

    @Test
    void aThreadWithTooSmallAStackIsRefused() throws InterruptedException {
        CoreFunction nop = TestEngine.function(TestEngine.instantiate(engine, store, "calls"), "nop");
        Throwable[] thrown = new Throwable[1];
        Thread small = new Thread(
                null,
                () -> {
                    try {
                        nop.call(new long[1]);
                    } catch (IllegalStateException e) {
                        thrown[0] = e;
                    }
                },
                "small",
                256 << 10);

        small.start();
        small.join();

        assertThat(thrown[0]).hasMessageContaining("a stack of").hasMessageContaining("-Xss");
    }

    @Test
    void aClosedEngineMakesNothingNew() {
        CoreFunction add = TestEngine.function(TestEngine.instantiate(engine, store, "calls"), "add");

        engine.close();

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> engine.newStore(StoreLimits.DEFAULT));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> engine.compile(Modules.read("calls")));
        assertThat(TestEngine.call(add, 1, 1)).isEqualTo(2);
    }
}
