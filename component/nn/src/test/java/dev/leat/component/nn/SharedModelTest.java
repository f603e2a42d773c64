package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.nn.Inference.SharedModel;
import dev.leat.component.nn.NnCaller.Named;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One model in memory for all that use the same bytes, for as long as somebody does. */
@Timeout(180)
class SharedModelTest {

    private final Inference inference = new Inference(InferenceOptions.DEFAULT.withModels(NnCaller.MODELS));

    private static String engine() {
        return NnCaller.engines().findFirst().orElseThrow();
    }

    @Test
    void instancesShareAModelHoweverItIsLoadedAndFreeItWithTheLastOfThem() {
        NnCaller first = new NnCaller(engine(), inference);
        NnCaller second = new NnCaller(engine(), inference);
        assertThat(first.load(NnCaller.model("several"))).isEmpty();
        assertThat(second.loadByName("several")).isEmpty();
        assertThat(inference.loadedModels()).isEqualTo(1);
        assertThat(second.load(NnCaller.model("identity-u8"))).isEmpty();
        assertThat(inference.loadedModels()).isEqualTo(2);
        second.close();
        assertThat(inference.loadedModels()).isEqualTo(1);
        first.close();
        assertThat(inference.loadedModels()).isZero();
    }

    @Test
    void aModelThatIsRefusedLeavesNothingBehind() {
        try (NnCaller caller = new NnCaller(engine(), inference)) {
            assertThat(caller.load(NnCaller.model("unknown-operator"))).isPresent();
            assertThat(caller.load(NnCaller.model("bool-output"))).isPresent();
            assertThat(inference.loadedModels()).isZero();
        }
    }

    @Test
    void theSameBytesAreTheSameObject() throws Exception {
        byte[] model = NnCaller.model("several");
        SharedModel one = load(inference, model);
        SharedModel other = load(inference, model.clone());
        assertThat(other).isSameAs(one);
        one.release();
        assertThat(load(inference, model)).isSameAs(one);
        one.release();
        other.release();
        SharedModel fresh = load(inference, model);
        assertThat(fresh).isNotSameAs(one);
        fresh.release();
    }

    private static SharedModel load(Inference inference, byte[] model) throws NnException {
        return inference.load(List.of(model), GraphEncoding.ONNX, ExecutionTarget.CPU, Long.MAX_VALUE);
    }

    @Test
    void manyThreadsComputeWithOneModelAndLoadAndFreeItMeanwhile() throws Exception {
        int threads = 4;
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> sums = IntStream.range(0, threads)
                    .<Callable<Long>>mapToObj(number -> () -> {
                        start.await();
                        long sum = 0;
                        for (int round = 0; round < 20; round++) {
                            try (NnCaller caller = new NnCaller(engine(), inference)) {
                                assertThat(caller.load(NnCaller.model("identity-u8")))
                                        .isEmpty();
                                sum += caller.repeat(100, Named.of("x", List.of(1L, 3L), "U8", number + 1, 0, 0));
                            }
                        }
                        return sum;
                    })
                    .map(workers::submit)
                    .toList();
            for (int number = 0; number < threads; number++) {
                assertThat(sums.get(number).get()).isEqualTo(2000L * (number + 1));
            }
        }
        assertThat(inference.loadedModels()).isZero();
    }

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger loading = new AtomicInteger();
    private final AtomicInteger mostLoading = new AtomicInteger();

    /** No model is loaded before the gate opens. */
    private Inference gated(Duration unclaimedTime) {
        return new Inference(
                InferenceOptions.DEFAULT,
                (model, target) -> {
                    mostLoading.accumulateAndGet(loading.incrementAndGet(), Math::max);
                    try {
                        gate.await();
                        return OnnxModel.load(model, target, InferenceOptions.DEFAULT);
                    } catch (InterruptedException interrupted) {
                        throw new AssertionError(interrupted);
                    } finally {
                        loading.decrementAndGet();
                    }
                },
                unclaimedTime);
    }

    private static void assertNotInTime(Inference inference, String model) {
        assertThatThrownBy(() -> load(inference, NnCaller.model(model), 0))
                .isInstanceOfSatisfying(
                        NnException.class, late -> assertThat(late.problem()).isEqualTo(NnProblem.TIMEOUT))
                .hasMessageContaining("that the module's call had left")
                .hasMessageEndingWith("it goes on loading for the next who asks");
    }

    /** As a module does whose calls are shorter than its model takes to load: each record asks again. */
    @Test
    void aModelThatTakesLongerThanACallIsThereForALaterOne() throws Exception {
        Inference slow = gated(Duration.ofMinutes(10));
        assertNotInTime(slow, "several");
        assertNotInTime(slow, "several");
        gate.countDown();
        while (slow.unclaimedModels() == 0) {
            Thread.onSpinWait();
        }
        SharedModel loaded = load(slow, NnCaller.model("several"), 0);
        assertThat(slow.loadedModels()).isEqualTo(1);
        loaded.release();
        assertThat(slow.loadedModels()).as("it was used, and is not any more").isZero();
    }

    @Test
    void whatNobodyComesForIsFreedAfterAWhile() {
        Inference hasty = gated(Duration.ofMillis(1));
        assertNotInTime(hasty, "several");
        gate.countDown();
        while (hasty.loadedModels() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ofThoseThatNobodyComesForTwoAreKept() {
        Semaphore tickets = new Semaphore(0);
        Inference slow = new Inference(
                InferenceOptions.DEFAULT,
                (model, target) -> {
                    tickets.acquireUninterruptibly();
                    return OnnxModel.load(model, target, InferenceOptions.DEFAULT);
                },
                Duration.ofMinutes(10));
        for (String name : List.of("identity-u8", "identity-i32", "identity-i64", "identity-fp32")) {
            assertNotInTime(slow, name);
            int before = slow.loadedModels();
            assertThat(before).isLessThanOrEqualTo(3);
            tickets.release();
            while (slow.unclaimedModels() < Math.min(before, 2) || slow.loadedModels() > 2) {
                Thread.onSpinWait();
            }
        }
        assertThat(slow.unclaimedModels()).isEqualTo(2);
    }

    @Test
    void theReasonOfAFailureThatNobodyWaitedForIsToldToTheNext() {
        Inference slow = gated(Duration.ofMinutes(10));
        assertNotInTime(slow, "unknown-operator");
        gate.countDown();
        while (slow.unclaimedModels() == 0) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> load(slow, NnCaller.model("unknown-operator"), 0))
                .hasMessageContaining("NoSuchOperator");
        assertThat(slow.unclaimedModels()).isZero();
        assertThat(slow.loadedModels()).isZero();
    }

    @Test
    void fewModelsAreLoadedAtOnceAndWhoGivesUpLeavesTheLine() throws Exception {
        Inference slow = gated(Duration.ofMinutes(10));
        assertNotInTime(slow, "identity-u8");
        assertNotInTime(slow, "identity-i32");
        assertThatThrownBy(() -> load(slow, NnCaller.model("identity-i64"), 0))
                .isInstanceOfSatisfying(
                        NnException.class, busy -> assertThat(busy.problem()).isEqualTo(NnProblem.BUSY))
                .hasMessageEndingWith("2 others are being loaded, as many as may be at once");
        assertThat(slow.loadedModels()).as("it has left the line").isEqualTo(2);
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            List<Future<SharedModel>> waiting = Stream.of("several", "growing", "slow")
                    .map(name -> workers.submit(() -> load(slow, NnCaller.model(name), Long.MAX_VALUE)))
                    .toList();
            while (slow.loadedModels() < 5) {
                Thread.onSpinWait();
            }
            gate.countDown();
            for (Future<SharedModel> one : waiting) {
                one.get().release();
            }
        }
        assertThat(mostLoading.get()).isEqualTo(LoadQueue.MOST_AT_ONCE);
    }

    private static SharedModel load(Inference inference, byte[] model, long nanosLeft) throws NnException {
        return inference.load(List.of(model), GraphEncoding.ONNX, ExecutionTarget.CPU, nanosLeft);
    }
}
