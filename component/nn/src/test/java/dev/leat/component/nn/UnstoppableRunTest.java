package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.nn.NnCaller.Named;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One operator of a model that runs on and on: who waits for it gets an answer, and it ends behind everybody's back. */
@Timeout(300)
class UnstoppableRunTest {

    /** Multiplies for some seconds. */
    private static final long LONG = 2000;

    private final Inference inference = new Inference(InferenceOptions.DEFAULT.withComputeTime(Duration.ofMillis(500)));

    private final List<NnCaller> opened = new ArrayList<>();

    private NnCaller loaded(byte[] model) {
        NnCaller caller = new NnCaller(NnCaller.engines().findFirst().orElseThrow(), inference);
        opened.add(caller);
        assertThat(caller.load(model)).isEmpty();
        return caller;
    }

    /** Nothing may be freed under a computation that is still under way. */
    @AfterEach
    void everythingIsFreedAtTheEnd() {
        opened.forEach(NnCaller::close);
        while (inference.abandonedComputations() > 0 || inference.loadedModels() > 0) {
            Thread.onSpinWait();
        }
    }

    private static Named[] inputs(long size, int count) {
        ByteBuffer shape = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        shape.putLong(size).putLong(size);
        return new Named[] {
            new Named("shape", List.of(2L), "I64", shape.array()),
            new Named("data", List.of((long) count), "FP32", new byte[4 * count])
        };
    }

    /** The same model with another name, which is another model. */
    private static byte[] variant(int number) {
        byte[] model = NnCaller.model("unstoppable");
        byte[] other = Arrays.copyOf(model, model.length + 3);
        // ModelProto.doc_string
        other[model.length] = 6 << 3 | 2;
        other[model.length + 1] = 1;
        other[model.length + 2] = (byte) ('a' + number);
        return other;
    }

    @Test
    void whoWaitsIsAnsweredWhenItsTimeIsUpAndTheModelIsBusyUntilItHasEnded() {
        NnCaller caller = loaded(NnCaller.model("unstoppable"));
        assertThat(caller.refusal(inputs(LONG, 10_000)))
                .isEqualTo("ErrorCode::Timeout: the model took longer than 0.500 s to compute and cannot be stopped"
                        + " within its operator: it computes nothing else until it has ended by itself");
        assertThat(inference.abandonedComputations())
                .as("it is still under way")
                .isEqualTo(1);
        assertThat(caller.tensorBytes()).as("it has taken its memory with it").isZero();
        assertThat(caller.refusal(inputs(1, 1)))
                .startsWith("ErrorCode::Timeout: the model is still at a computation that took too long");
        assertThat(caller.logged.getFirst()).startsWith("LEAT-NN-003: timeout: ");
        assertThat(caller.logged.getLast()).startsWith("LEAT-NN-009: timeout: ");
        assertThat(loaded(NnCaller.model("identity-u8")).compute(Named.of("x", List.of(1L, 3L), "U8", 1, 2, 3)))
                .as("other models compute")
                .hasSize(1);
        while (inference.abandonedComputations() > 0) {
            Thread.onSpinWait();
        }
        assertThat(caller.compute(inputs(2, 1))).as("it has ended").hasSize(1);
    }

    @Test
    void anInstanceThatGoesLeavesTheModelToTheComputation() {
        NnCaller caller = loaded(NnCaller.model("unstoppable"));
        assertThat(caller.refusal(inputs(LONG, 10_000))).contains("cannot be stopped");
        caller.dropGraphs();
        caller.dropContexts();
        opened.remove(caller);
        caller.close();
        assertThat(inference.loadedModels()).isEqualTo(1);
    }

    @Test
    void onlySoManyAreLeftToThemselves() throws Exception {
        List<NnCaller> callers = IntStream.range(0, Computations.MOST_ABANDONED)
                .mapToObj(number -> loaded(variant(number)))
                .toList();
        NnCaller other = loaded(NnCaller.model("identity-u8"));
        try (ExecutorService workers = Executors.newFixedThreadPool(callers.size())) {
            List<Future<String>> answers = callers.stream()
                    .map(caller -> workers.submit(() -> caller.refusal(inputs(LONG, 1))))
                    .toList();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).contains("cannot be stopped");
            }
        }
        assertThat(inference.abandonedComputations()).isEqualTo(Computations.MOST_ABANDONED);
        assertThat(other.refusal(Named.of("x", List.of(1L, 3L), "U8", 1, 2, 3)))
                .startsWith("ErrorCode::Timeout: 4 computations that took too long and cannot be stopped");
    }

    /** Minutes of multiplications; also ONNX Runtime's own end must not wait for them. */
    @Test
    void aProgramEndsAllTheSame() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnstoppableExit.class.getName(),
                        NnCaller.MODELS.resolve("unstoppable.onnx").toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualToIgnoringNewLines("LEAT-NN-003 1");
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }
}
