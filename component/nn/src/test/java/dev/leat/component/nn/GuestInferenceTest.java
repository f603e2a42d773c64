package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.nn.NnCaller.Named;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest gets of {@code wasi:nn}, on each engine that can run here. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.nn.NnCaller#engines")
@Timeout(180)
class GuestInferenceTest {

    @Parameter
    String engine;

    private final List<NnCaller> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(NnCaller::close);
    }

    private NnCaller with(InferenceOptions options) {
        return with(new Inference(options), NnCaller.LIMITS);
    }

    private NnCaller with(Inference inference, InstanceLimits limits) {
        NnCaller caller = new NnCaller(engine, inference, limits);
        opened.add(caller);
        return caller;
    }

    private NnCaller loaded(String model) {
        return loaded(model, InferenceOptions.DEFAULT);
    }

    private NnCaller loaded(String model, InferenceOptions options) {
        NnCaller caller = with(options);
        assertThat(caller.load(NnCaller.model(model))).isEmpty();
        return caller;
    }

    private static Named floats(String name, List<Long> dimensions, float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        return new Named(name, dimensions, "FP32", data.array());
    }

    private static Named longs(String name, List<Long> dimensions, long... values) {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.of(values).forEach(data::putLong);
        return new Named(name, dimensions, "I64", data.array());
    }

    private static float[] floats(Named tensor) {
        float[] values = new float[tensor.data().length / 4];
        ByteBuffer.wrap(tensor.data())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    @ParameterizedTest
    @CsvSource({"fp16,2", "fp32,4", "fp64,8", "bf16,2", "u8,1", "i32,4", "i64,8"})
    void tensorsOfEachTypeGoInAndComeOutBitByBit(String type, int size) {
        NnCaller caller = loaded("identity-" + type);
        byte[] data = new byte[2 * 3 * size];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (31 * i + 7);
        }
        List<Named> outputs = caller.compute(new Named("x", List.of(2L, 3L), type.toUpperCase(Locale.ROOT), data));
        assertThat(outputs).hasSize(1);
        Named output = outputs.getFirst();
        assertThat(output.name()).isEqualTo("y");
        assertThat(output.dimensions()).containsExactly(2L, 3L);
        assertThat(output.type()).isEqualToIgnoringCase(type);
        assertThat(output.data()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP16", "FP32", "FP64", "BF16", "U8", "I32", "I64"})
    void aTensorSaysWhatItIs(String type) {
        Named tensor = Named.of("", List.of(1L, 0xffff_ffffL), type, 1, 2, 3);
        Named echo = with(InferenceOptions.DEFAULT).echo(tensor);
        assertThat(echo).usingRecursiveComparison().isEqualTo(tensor);
    }

    @Test
    void severalInputsAndOutputsGoByTheirNames() {
        NnCaller caller = loaded("several");
        List<Named> outputs = caller.compute(
                longs("b", List.of(3L), 1, -2, Long.MAX_VALUE), floats("a", List.of(2L, 2L), 1, 2, 3, -0.5f));
        assertThat(outputs).extracting(Named::name).containsExactly("doubled", "negated");
        assertThat(floats(outputs.get(0))).containsExactly(2, 4, 6, -1);
        assertThat(outputs.get(1))
                .usingRecursiveComparison()
                .isEqualTo(longs("negated", List.of(3L), -1, 2, -Long.MAX_VALUE));
    }

    @Test
    void tensorsOfAnyRankAndEmptyOnesAreTakenWhereTheModelTakesThem() {
        NnCaller caller = loaded("any-rank");
        assertThat(floats(caller.compute(floats("x", List.of(), 7)).getFirst())).containsExactly(7);
        assertThat(caller.compute(floats("x", List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 2L), 7, 8))
                        .getFirst()
                        .dimensions())
                .containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 1L, 2L);
        Named empty = caller.compute(floats("x", List.of(0L, 4L))).getFirst();
        assertThat(empty.dimensions()).containsExactly(0L, 4L);
        assertThat(empty.data()).isEmpty();
        assertThat(caller.refusal(floats("x", List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L), 1)))
                .startsWith("ErrorCode::UnsupportedOperation: input 'x' has 9 dimensions");
    }

    @Test
    void oneContextTakesLargerAndSmallerInputsOneAfterTheOther() {
        NnCaller caller = loaded("identity-fp32");
        for (int rows : new int[] {1, 1000, 2, 5000, 0, 3}) {
            float[] values = new float[3 * rows];
            Arrays.fill(values, rows);
            assertThat(floats(caller.compute(floats("x", List.of((long) rows, 3L), values))
                            .getFirst()))
                    .containsExactly(values);
        }
    }

    @Test
    void inputsThatDoNotFitAreInvalidArguments() {
        NnCaller caller = loaded("several");
        Named a = floats("a", List.of(2L, 2L), 1, 2, 3, 4);
        Named b = longs("b", List.of(1L), 1);
        String invalid = "ErrorCode::InvalidArgument: ";
        assertThat(caller.refusal(a)).isEqualTo(invalid + "no tensor is given for input b");
        assertThat(caller.refusal(a, b, a)).isEqualTo(invalid + "input 'a' is given twice");
        assertThat(caller.refusal(a, b, floats("c", List.of(1L), 1)))
                .isEqualTo(invalid + "the model has no input 'c'; it has a, b");
        assertThat(caller.refusal(floats("a", List.of(2L, 3L), 1, 2, 3, 4, 5, 6), b))
                .isEqualTo(invalid + "input 'a' is FP32 2 x 2, the tensor given FP32 2 x 3");
        assertThat(caller.refusal(floats("a", List.of(4L), 1, 2, 3, 4), b))
                .isEqualTo(invalid + "input 'a' is FP32 2 x 2, the tensor given FP32 4");
        assertThat(caller.refusal(new Named("a", List.of(2L, 2L), "I32", new byte[16]), b))
                .isEqualTo(invalid + "input 'a' is FP32 2 x 2, the tensor given I32 2 x 2");
        assertThat(caller.refusal(new Named("a", List.of(2L, 2L), "FP32", new byte[15]), b))
                .isEqualTo(invalid + "input 'a': FP32 2 x 2 takes 16 bytes, the tensor given has 15");
        assertThat(caller.refusal(a, new Named("b", List.of(0xffff_ffffL), "I64", new byte[8])))
                .isEqualTo(invalid + "input 'b': I64 4294967295 takes 34359738360 bytes, the tensor given has 8");
        assertThat(caller.compute(a, b)).as("it goes on after errors").hasSize(2);
        assertThat(caller.logged).hasSize(8).allMatch(line -> line.startsWith("LEAT-NN-001: invalid-argument: "));
    }

    @Test
    void dimensionsBeyondAllBoundsAreNoTensor() {
        NnCaller caller = loaded("any-rank");
        List<Long> huge = List.of(0xffff_ffffL, 0xffff_ffffL, 0xffff_ffffL);
        assertThat(caller.refusal(new Named("x", huge, "FP32", new byte[4]))).contains("takes more than 2^63 bytes");
    }

    @Test
    void whatIsNoModelIsRefusedWithTheReason() {
        NnCaller caller = with(InferenceOptions.DEFAULT);
        String encoding = "ErrorCode::InvalidEncoding: ";
        assertThat(caller.load(new byte[0]).orElseThrow()).startsWith(encoding + "ONNX Runtime refuses the model: ");
        assertThat(caller.load(new byte[] {1, 2, 3}).orElseThrow()).startsWith(encoding);
        byte[] whole = NnCaller.model("several");
        for (int length = 1; length < whole.length; length++) {
            assertThat(caller.load(Arrays.copyOf(whole, length)))
                    .as(length + " bytes")
                    .isPresent();
        }
        assertThat(caller.load(NnCaller.model("unknown-operator")).orElseThrow())
                .contains("NoSuchOperator");
        assertThat(caller.logged.getLast()).contains("NoSuchOperator");
        assertThat(caller.load(whole)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openvino", "tensorflow", "pytorch", "tensorflowlite", "ggml"})
    void otherEncodingsAreInvalid(String encoding) {
        assertThat(with(InferenceOptions.DEFAULT).load(List.of(NnCaller.model("several")), encoding, "cpu"))
                .hasValue("ErrorCode::InvalidEncoding: models of encoding " + encoding
                        + " cannot be loaded, only those of onnx");
    }

    @Test
    void theEncodingCanBeFoundOutAndThereIsNoTpu() {
        NnCaller caller = with(InferenceOptions.DEFAULT);
        List<byte[]> model = List.of(NnCaller.model("several"));
        assertThat(caller.load(model, "autodetect", "cpu")).isEmpty();
        assertThat(caller.load(model, "onnx", "tpu").orElseThrow())
                .startsWith("ErrorCode::UnsupportedOperation: there is no TPU");
        assertThat(caller.load(List.of(), "onnx", "cpu").orElseThrow()).startsWith("ErrorCode::InvalidArgument: ");
        assertThat(caller.load(List.of(model.getFirst(), model.getFirst()), "onnx", "cpu")
                        .orElseThrow())
                .startsWith("ErrorCode::InvalidArgument: ");
    }

    @Test
    void aGpuIsUsedOrTheAnswerSaysWhatIsMissing() {
        Optional<String> answer =
                with(InferenceOptions.DEFAULT).load(List.of(NnCaller.model("several")), "onnx", "gpu");
        answer.ifPresent(error -> assertThat(error)
                .startsWith("ErrorCode::UnsupportedOperation: ")
                .contains("GPU"));
    }

    @Test
    void typesThatTheInterfaceLacksAreLeftOutOrRefused() {
        NnCaller caller = with(InferenceOptions.DEFAULT);
        assertThat(caller.load(NnCaller.model("bool-input")).orElseThrow())
                .isEqualTo(
                        "ErrorCode::UnsupportedOperation: the model's input 'x' is of a type that wasi:nn does not have:"
                                + " a tensor of bool");
        assertThat(caller.load(NnCaller.model("bool-output")).orElseThrow())
                .startsWith("ErrorCode::UnsupportedOperation: the model has no output");
        assertThat(caller.load(NnCaller.model("bool-beside"))).isEmpty();
        assertThat(caller.compute(floats("x", List.of(1L), 5)))
                .extracting(Named::name)
                .containsExactly("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"external", "external-nested"})
    void aModelDoesNotReadTheHostsFiles(String model) {
        assertThat(with(InferenceOptions.DEFAULT).load(NnCaller.model(model)).orElseThrow())
                .startsWith("ErrorCode::Security: the model keeps data in other files");
    }

    @Test
    void modelsAreFoundByName() {
        NnCaller caller = with(InferenceOptions.DEFAULT.withModels(NnCaller.FIXTURES, NnCaller.MODELS));
        assertThat(caller.loadByName("identity-fp32")).isEmpty();
        assertThat(caller.compute(floats("x", List.of(1L, 3L), 1, 2, 3))).hasSize(1);
        assertThat(caller.loadByName("mobilenetv2").orElseThrow())
                .startsWith("ErrorCode::NotFound: there is no model 'mobilenetv2'; looked for mobilenetv2.onnx in ")
                .contains("models");
        assertThat(with(InferenceOptions.DEFAULT).loadByName("a").orElseThrow())
                .isEqualTo("ErrorCode::NotFound: there is no model 'a'; no directory of models is given");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../models/several", "models/several", "/etc/passwd", "..", ".", "", "a\\b", "a\0b", "ä", ".x"})
    void aNameLeadsNowhereElse(String name) {
        assertThat(with(InferenceOptions.DEFAULT.withModels(NnCaller.FIXTURES, NnCaller.MODELS))
                        .loadByName(name)
                        .orElseThrow())
                .startsWith("ErrorCode::Security: ");
    }

    @Test
    void aModelThatIsTooLargeIsNotLoaded() {
        InferenceOptions small = InferenceOptions.DEFAULT.withModels(NnCaller.MODELS);
        byte[] model = NnCaller.model("slow");
        NnCaller caller = with(small.withMaximumModelBytes(model.length - 1));
        String expected =
                " has " + model.length + " bytes; models of up to " + (model.length - 1) + " bytes are loaded";
        assertThat(caller.load(model)).hasValue("ErrorCode::TooLarge: the model" + expected);
        assertThat(caller.loadByName("slow").orElseThrow())
                .startsWith("ErrorCode::TooLarge: ")
                .endsWith(expected);
        assertThat(with(small.withMaximumModelBytes(model.length)).load(model)).isEmpty();
    }

    @Test
    void tensorsThatAreTooLargeAreNotComputed() {
        NnCaller caller = loaded("identity-fp32", InferenceOptions.DEFAULT.withMaximumTensorBytes(24));
        assertThat(caller.refusal(floats("x", List.of(3L, 3L), new float[9])))
                .isEqualTo("ErrorCode::TooLarge: the inputs have 36 bytes; one computation may have 24");
        assertThat(caller.compute(floats("x", List.of(2L, 3L), new float[6]))).hasSize(1);
        NnCaller growing = loaded("growing", InferenceOptions.DEFAULT.withMaximumTensorBytes(24));
        assertThat(growing.refusal(longs("length", List.of(1L), 7)))
                .isEqualTo("ErrorCode::TooLarge: the outputs have 28 bytes; one computation may have 24");
        assertThat(growing.compute(longs("length", List.of(1L), 6)).getFirst().data())
                .hasSize(24);
        assertThat(growing.refusal(longs("length", List.of(1L), -1))).startsWith("ErrorCode::");
        assertThat(growing.refusal(longs("length", List.of(1L), Long.MAX_VALUE / 2)))
                .startsWith("ErrorCode::");
    }

    @Test
    void aComputationThatTakesTooLongIsStopped() {
        NnCaller caller = loaded("slow", InferenceOptions.DEFAULT.withComputeTime(Duration.ofMillis(50)));
        assertThat(caller.refusal(longs("times", List.of(), Long.MAX_VALUE), floats("start", List.of(1L), 0)))
                .isEqualTo("ErrorCode::Timeout: the model took longer than 0.050 s to compute and was stopped");
        assertThat(floats(caller.compute(longs("times", List.of(), 3), floats("start", List.of(1L), 2))
                        .getFirst()))
                .as("the context can be used again")
                .containsExactly(5);
        assertThat(caller.logged).hasSize(1).allMatch(line -> line.startsWith("LEAT-NN-003: timeout: "));
    }

    @Test
    void theTimeOfTheGuestsCallBoundsAComputationToo() {
        Inference inference = new Inference(InferenceOptions.DEFAULT.withComputeTime(Duration.ofHours(1)));
        byte[] model = NnCaller.model("slow");
        // Loaded by another instance, which has time for it.
        assertThat(with(inference, NnCaller.LIMITS).load(model)).isEmpty();
        NnCaller caller = with(inference, NnCaller.within(Duration.ofSeconds(2)));
        assertThat(caller.load(model)).isEmpty();
        try {
            assertThat(caller.refusal(longs("times", List.of(), Long.MAX_VALUE), floats("start", List.of(1L), 0)))
                    .startsWith("ErrorCode::Timeout: ");
        } catch (CoreTrapException endedAfterwards) {
            assertThat(endedAfterwards.kind()).isEqualTo(TrapKind.DEADLINE);
        }
        assertThat(caller.logged).singleElement().asString().contains("that the module's call had left");
    }

    @Test
    void graphsAndContextsAreBounded() {
        NnCaller caller = with(InferenceOptions.DEFAULT.withMaximumGraphs(3));
        byte[] model = NnCaller.model("several");
        for (int i = 0; i < 3; i++) {
            assertThat(caller.load(model)).isEmpty();
        }
        assertThat(caller.load(model).orElseThrow()).startsWith("ErrorCode::TooLarge: the module holds 3 graphs");
        assertThat(caller.anotherContext().orElseThrow())
                .startsWith("ErrorCode::TooLarge: the module holds 3 execution contexts");
        caller.dropGraphs();
        caller.dropContexts();
        assertThat(caller.load(model)).isEmpty();
    }

    @Test
    void whatTensorsKeepAliveIsBounded() {
        InstanceLimits limits = new InstanceLimits(StoreLimits.DEFAULT, Optional.of(Duration.ofMinutes(2)), 1 << 20);
        NnCaller caller = with(Inference.DEFAULT, limits);
        caller.keepTensors(7, 1 << 17);
        assertThatThrownBy(() -> caller.keepTensors(1, 1 << 17))
                .isInstanceOf(CoreTrapException.class)
                .hasMessageContaining("handles");
    }

    @Test
    void aContextOutlivesItsGraph() {
        Inference inference = new Inference(InferenceOptions.DEFAULT);
        NnCaller caller = with(inference, NnCaller.LIMITS);
        assertThat(caller.load(NnCaller.model("identity-u8"))).isEmpty();
        caller.dropGraphs();
        assertThat(caller.compute(Named.of("x", List.of(1L, 3L), "U8", 1, 2, 3)))
                .hasSize(1);
        assertThat(inference.loadedModels()).isEqualTo(1);
        caller.dropContexts();
        assertThat(inference.loadedModels()).isZero();
    }

    @Test
    void aComputationGivesBackTheMemoryOfItsInputs() {
        NnCaller caller = loaded("identity-u8");
        byte[] data = new byte[20_000 * 3];
        Named input = new Named("x", List.of(20_000L, 3L), "U8", data);
        caller.repeat(100, input);
        assertThat(caller.tensorBytes()).isEqualTo(data.length);
        // One that is refused has taken the tensors as well.
        assertThat(caller.refusal(new Named("other", List.of(20_000L, 3L), "U8", data)))
                .contains("other");
        assertThat(caller.tensorBytes()).isEqualTo(data.length);
    }
}
