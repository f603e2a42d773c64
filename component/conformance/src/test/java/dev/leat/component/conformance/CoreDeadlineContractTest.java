package dev.leat.component.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bound on the time of guest calls. A test that hangs has failed. */
@Timeout(120)
class CoreDeadlineContractTest extends CoreContract {

    private static final long SOON = Duration.ofMillis(30).toNanos();
    private static final long LATE = Duration.ofHours(1).toNanos();

    @Test
    void aLoopEndsAtTheDeadline() {
        for (String name : List.of("loop", "counting-loop", "calling-loop")) {
            try (CoreStore own = engine.newStore(StoreLimits.DEFAULT)) {
                CoreInstance instance = own.instantiate(module("forever"), List.of());
                own.setDeadline(SOON);
                assertTrap(TrapKind.DEADLINE, () -> call(instance, name));
                own.clearDeadline();
            }
        }
    }

    @Test
    void callsWithoutLoopsEndAtTheDeadline() {
        CoreInstance instance = instantiate("forever");
        store.setDeadline(SOON);
        assertTrap(TrapKind.DEADLINE, () -> call(instance, "fibonacci", 90));
    }

    @Test
    void aDeadlineThatIsFarAwayDoesNothing() {
        CoreInstance instance = instantiate("forever");
        store.setDeadline(LATE);
        assertThat(call(instance, "fibonacci", 25)[0]).isEqualTo(75025);
        store.setDeadline(Long.MAX_VALUE);
        assertThat(call(instance, "fibonacci", 25)[0]).isEqualTo(75025);
        store.setDeadline(Long.MAX_VALUE - 1);
        assertThat(call(instance, "fibonacci", 25)[0]).isEqualTo(75025);
    }

    @Test
    void aDeadlineThatWasTakenBackDoesNothing() throws InterruptedException {
        CoreInstance instance = instantiate("forever");
        for (int i = 0; i < 20; i++) {
            store.setDeadline(Duration.ofMillis(1).toNanos());
            store.clearDeadline();
            assertThat(call(instance, "fibonacci", 24)[0]).isEqualTo(46368);
        }
    }

    @Test
    void aDeadlineSetAnewReplacesTheOneBefore() {
        CoreInstance instance = instantiate("forever");
        for (int i = 0; i < 20; i++) {
            store.setDeadline(Duration.ofMillis(1).toNanos());
            store.setDeadline(LATE);
            assertThat(call(instance, "fibonacci", 24)[0]).isEqualTo(46368);
        }
    }

    @Test
    void aDeadlineHoldsAcrossNestedCalls() {
        CoreInstance forever = instantiate("forever");
        CoreFunction host = store.hostFunction(type(List.of(), List.of()), slots -> call(forever, "loop"));
        CoreInstance outer = instantiate("calling-forever", host);
        store.setDeadline(SOON);
        assertTrap(TrapKind.DEADLINE, () -> call(outer, "once"));
    }

    @Test
    void aGuestThatKeepsCallingTheHostEndsAtTheDeadline() {
        CoreFunction host = store.hostFunction(type(List.of(), List.of()), slots -> {});
        CoreInstance instance = instantiate("calling-forever", host);
        store.setDeadline(SOON);
        assertTrap(TrapKind.DEADLINE, () -> call(instance, "loop"));
    }

    @Test
    void anInterruptOfTheThreadIsNoneOfTheGuestsBusiness() {
        CoreInstance instance = instantiate("forever");
        Thread.currentThread().interrupt();
        try {
            assertThat(call(instance, "fibonacci", 20)[0]).isEqualTo(6765);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void anInterruptDuringACallIsStillThereAfterwards() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CoreFunction host = store.hostFunction(type(List.of(), List.of()), slots -> {
            running.countDown();
            while (interrupted.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        CoreInstance calling = instantiate("calling-forever", host);
        CoreInstance forever = instantiate("forever");
        Thread caller = Thread.currentThread();
        Thread interrupter = Thread.startVirtualThread(() -> {
            try {
                running.await();
                caller.interrupt();
                interrupted.countDown();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            call(calling, "once");
            assertThat(call(forever, "fibonacci", 20)[0]).isEqualTo(6765);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
            interrupter.join();
        }
    }

    @Test
    void aDeadlineLeavesNoInterruptBehind() {
        for (int i = 0; i < 5; i++) {
            try (CoreStore own = engine.newStore(StoreLimits.DEFAULT)) {
                CoreInstance instance = own.instantiate(module("forever"), List.of());
                own.setDeadline(SOON);
                assertTrap(TrapKind.DEADLINE, () -> call(instance, "loop"));
                own.clearDeadline();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }
    }

    @Test
    void aDeadlineStopsNoOtherStore() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> bystanders = java.util.stream.IntStream.range(0, 3)
                    .mapToObj(i -> threads.submit(() -> {
                        try (CoreStore own = engine.newStore(StoreLimits.DEFAULT)) {
                            CoreInstance instance = own.instantiate(module("forever"), List.of());
                            own.setDeadline(LATE);
                            return call(instance, "fibonacci", 30)[0];
                        }
                    }))
                    .toList();
            for (int i = 0; i < 5; i++) {
                try (CoreStore own = engine.newStore(StoreLimits.DEFAULT)) {
                    CoreInstance instance = own.instantiate(module("forever"), List.of());
                    own.setDeadline(SOON);
                    assertTrap(TrapKind.DEADLINE, () -> call(instance, "loop"));
                }
            }
            for (Future<Long> bystander : bystanders) {
                assertThat(bystander.get()).isEqualTo(832040);
            }
        }
    }

    @Test
    void aStoreMovesFromThreadToThread() throws Exception {
        CoreInstance instance = instantiate("forever");
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            assertThat(other.submit(() -> callForInt(instance, "quick")).get()).isEqualTo(1);
            other.submit(() -> {
                        store.setDeadline(SOON);
                        assertTrap(TrapKind.DEADLINE, () -> call(instance, "loop"));
                    })
                    .get();
        }
    }
}
