package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.nn.Inference.SharedModel;
import dev.leat.component.nn.NnCaller.Named;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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

    @Test
    void whoHasNoTimeLeftGetsATimeoutAndTheModelIsFreedWhenItCame() throws Exception {
        byte[] model = NnCaller.model("several");
        assertThatThrownBy(() -> inference.load(List.of(model), GraphEncoding.ONNX, ExecutionTarget.CPU, 0))
                .isInstanceOfSatisfying(
                        NnException.class, late -> assertThat(late.problem()).isEqualTo(NnProblem.TIMEOUT))
                .hasMessageContaining("that the module's call had left");
        while (inference.loadedModels() > 0) {
            Thread.onSpinWait();
        }
        load(inference, model).release();
    }
}
