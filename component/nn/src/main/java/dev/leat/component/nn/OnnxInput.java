package dev.leat.component.nn;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import java.util.Optional;

/**
 * What a model takes under one name.
 *
 * @param dimensions -1 where any will do; none also where the model says nothing of its shape: ONNX Runtime tells
 *     scalars and those not apart
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record OnnxInput(String name, TensorType type, long[] dimensions) {

    /** More than ONNX Runtime's Java API has. */
    private static final int MOST_DIMENSIONS = TensorInfo.MAX_DIMENSIONS;

    static OnnxInput of(NodeInfo node) throws NnException {
        Optional<TensorType> type =
                node.getInfo() instanceof TensorInfo tensor ? OnnxTypes.fromOnnx(tensor.onnxType) : Optional.empty();
        if (type.isEmpty()) {
            throw new NnException(
                    NnProblem.UNSUPPORTED_OPERATION,
                    "the model's input '" + node.getName() + "' is of a type that wasi:nn does not have: "
                            + OnnxTypes.word(node.getInfo()));
        }
        return new OnnxInput(node.getName(), type.get(), ((TensorInfo) node.getInfo()).getShape());
    }

    /** The tensor must be what the model takes, and its data must fill it. */
    void check(Tensor tensor) throws NnException {
        long[] given = tensor.dimensions();
        boolean fits = tensor.type() == type && (dimensions.length == 0 || given.length == dimensions.length);
        for (int i = 0; fits && i < dimensions.length; i++) {
            fits = dimensions[i] < 0 || dimensions[i] == given[i];
        }
        if (!fits) {
            throw new NnException(
                    NnProblem.INVALID_ARGUMENT,
                    "input '" + name + "' is " + type + " " + Tensor.shape(dimensions) + ", the tensor given "
                            + tensor.shape());
        }
        if (given.length > MOST_DIMENSIONS) {
            throw new NnException(
                    NnProblem.UNSUPPORTED_OPERATION,
                    "input '" + name + "' has " + given.length + " dimensions; up to " + MOST_DIMENSIONS
                            + " can be given");
        }
        checkLength(tensor);
    }

    private void checkLength(Tensor tensor) throws NnException {
        String expected;
        try {
            long bytes = tensor.expectedBytes();
            if (bytes == tensor.data().byteSize()) {
                return;
            }
            expected = Long.toString(bytes);
        } catch (ArithmeticException beyond) {
            expected = "more than 2^63";
        }
        throw new NnException(
                NnProblem.INVALID_ARGUMENT,
                "input '" + name + "': " + tensor.shape() + " takes " + expected + " bytes, the tensor given has "
                        + tensor.data().byteSize());
    }
}
