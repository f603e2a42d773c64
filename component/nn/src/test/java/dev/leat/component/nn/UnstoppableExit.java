package dev.leat.component.nn;

import dev.leat.component.nn.Inference.SharedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that ends while a computation is under way that nothing can stop. Argument: the model. */
final class UnstoppableExit {

    private UnstoppableExit() {}

    public static void main(String[] arguments) throws Exception {
        Inference inference = new Inference(InferenceOptions.DEFAULT.withComputeTime(Duration.ofSeconds(1)));
        SharedModel model = inference.load(
                List.of(Files.readAllBytes(Path.of(arguments[0]))),
                GraphEncoding.ONNX,
                ExecutionTarget.CPU,
                Long.MAX_VALUE);
        ByteBuffer shape = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        shape.putLong(5000).putLong(5000);
        try (NnContext context = new NnContext(inference, System.err::println);
                NnExecution execution = new NnExecution(context, model)) {
            execution.compute(
                    List.of(
                            new NamedTensor("shape", Tensor.onHeap(new long[] {2}, TensorType.I64, shape.array())),
                            new NamedTensor("data", Tensor.onHeap(new long[] {1}, TensorType.FP32, new byte[4]))),
                    Long.MAX_VALUE);
            System.out.println("it was computed in time");
        } catch (NnException late) {
            System.out.println(late.problem().code() + " " + inference.abandonedComputations());
        }
    }
}
