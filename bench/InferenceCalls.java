import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentFunction;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.nn.Inference;
import dev.leat.component.nn.InferenceOptions;
import dev.leat.component.nn.NnContext;
import dev.leat.component.nn.WasiNn;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times one computation of a model on a picture of 224 by 224, in turns: asked for by a guest through {@code wasi:nn}, and
 * through ONNX Runtime's Java API directly, with the same tensor, threads and session options. Run by the script {@code
 * inference} beside it.
 *
 * <p>The guest makes the tensor from its memory anew each time and reads all outputs into its memory. The direct call
 * makes a tensor of native memory that is filled already, and copies the outputs to the Java heap.
 *
 * <p>Times are CPU times of this thread and of those that compute for it, so that other programs on the machine weigh
 * little.
 *
 * <p>Arguments: engine, guest, model, computations a round, rounds. Prints for each the fastest round and the median of
 * the rounds, in microseconds a computation, then the ratios. As many
 * rounds go before, to warm up: the guest's side has more Java code to compile.
 */
public final class InferenceCalls {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FLOATS = 3 * 224 * 224;

    private InferenceCalls() {}

    public static void main(String[] arguments) throws Exception {
        byte[] model = Files.readAllBytes(Path.of(arguments[2]));
        int times = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        ByteBuffer picture = ByteBuffer.allocateDirect(4 * FLOATS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < FLOATS; i++) {
            picture.putFloat(4 * i, (i * 31 % 256) / 64f - 2);
        }
        byte[] data = new byte[picture.capacity()];
        picture.get(0, data);

        Linker linker = new Linker(MethodHandles.lookup());
        WasiNn.addTo(linker);
        Inference inference = new Inference(InferenceOptions.DEFAULT);
        try (CoreEngine engine = CoreEngines.open(arguments[0], CoreEngineOptions.DEFAULT);
                Component component = Component.compile(engine, Files.readAllBytes(Path.of(arguments[1])));
                NnContext nn = new NnContext(inference, System.err::println)) {
            LinkedComponent linked = linker.link(component);
            try (ComponentInstance instance = linked.instantiate(InstanceLimits.DEFAULT, nn)) {
                ok(instance.function(linked.function(List.of("load"))), List.of(model), "onnx", "cpu");
                ComponentFunction repeat = instance.function(linked.function(List.of("repeat")));
                Map<String, Object> tensor =
                        Map.of("name", "data", "dimensions", List.of(1L, 3L, 224L, 224L), "ty", "FP32", "data", data);
                try (Direct direct = new Direct(model, picture)) {
                    measure(
                            () -> ((Number) ok(repeat, List.of(tensor), (long) times)).longValue(),
                            () -> direct.repeat(times),
                            times,
                            rounds);
                }
            }
        }
    }

    private static Object ok(ComponentFunction function, Object... arguments) {
        return switch ((Result<?, ?>) function.call(arguments).orElseThrow()) {
            case Result.Ok<?, ?> ok -> ok.value();
            case Result.Err<?, ?> err -> throw new IllegalStateException(String.valueOf(err.error()));
        };
    }

    /** A round; gives the sum of the outputs' first bytes. */
    private interface Round {
        long run() throws Exception;
    }

    /** Of this thread and of those on which Leat computes. */
    private static long cpuTime() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null
                        && (thread.getThreadId() == Thread.currentThread().threadId()
                                || thread.getThreadName().equals("leat-inference")))
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private static void measure(Round guest, Round direct, int times, int rounds) throws Exception {
        double[] guests = new double[rounds];
        double[] directs = new double[rounds];
        for (int round = -rounds; round < rounds; round++) {
            long start = cpuTime();
            long guestSum = guest.run();
            long middle = cpuTime();
            long directSum = direct.run();
            long end = cpuTime();
            if (guestSum != directSum) {
                throw new IllegalStateException("other results: " + guestSum + " and " + directSum);
            }
            if (round >= 0) {
                guests[round] = (middle - start) / 1e3 / times;
                directs[round] = (end - middle) / 1e3 / times;
            }
        }
        Arrays.sort(guests);
        Arrays.sort(directs);
        int half = rounds / 2;
        System.out.printf(
                Locale.ROOT,
                "%.1f %.1f %.1f %.1f %.3f %.3f%n",
                guests[0],
                directs[0],
                guests[half],
                directs[half],
                guests[0] / directs[0],
                guests[half] / directs[half]);
    }

    /** ONNX Runtime's own interface, with the options that Leat sets. */
    private static final class Direct implements AutoCloseable {

        private final OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "leat");
        private final OrtSession session;
        private final ByteBuffer picture;

        Direct(byte[] model, ByteBuffer picture) throws Exception {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            this.session = environment.createSession(model, options);
            this.picture = picture;
        }

        long repeat(int times) throws Exception {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                try (OnnxTensor tensor = OnnxTensor.createTensor(
                                environment, picture, new long[] {1, 3, 224, 224}, OnnxJavaType.FLOAT);
                        OrtSession.Result result = session.run(Map.of("data", tensor))) {
                    for (var output : result) {
                        sum += ((OnnxTensor) output.getValue()).getByteBuffer().get(0) & 0xff;
                    }
                }
            }
            return sum;
        }

        @Override
        public void close() throws Exception {
            session.close();
        }
    }
}
