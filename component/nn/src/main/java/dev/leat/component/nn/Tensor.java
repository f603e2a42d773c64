package dev.leat.component.nn;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The resource {@code tensor.tensor}. Whether the data fill the dimensions is not checked here, as the interface's
 * constructor has no error to answer with.
 *
 * @param dimensions unsigned 32-bit numbers
 * @param data little-endian elements, the last dimension running fastest; nobody changes them. In native memory, which
 *     ONNX Runtime reads without a copy, or on the Java heap
 * @param drop gives the memory back, when the guest drops the tensor or a computation has used it up
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Tensor(long[] dimensions, TensorType type, MemorySegment data, Runnable drop) {

    static Tensor onHeap(long[] dimensions, TensorType type, byte[] data) {
        return new Tensor(dimensions, type, MemorySegment.ofArray(data), () -> {});
    }

    /** What a handle of it keeps alive, in bytes, about. */
    long weight() {
        return 128 + 8L * dimensions.length + data.byteSize();
    }

    /**
     * How many bytes the dimensions ask for.
     *
     * @throws ArithmeticException where that is more than a {@code long} holds
     */
    long expectedBytes() {
        // Before the product: a dimension of 0 makes a tensor empty, however long the others are.
        if (LongStream.of(dimensions).anyMatch(dimension -> dimension == 0)) {
            return 0;
        }
        long bytes = type.bytes();
        for (long dimension : dimensions) {
            bytes = Math.multiplyExact(bytes, dimension);
        }
        return bytes;
    }

    /** As messages name it: {@code FP32 1 x 3 x 224 x 224}. */
    String shape() {
        return type + " " + shape(dimensions);
    }

    static String shape(long[] dimensions) {
        return dimensions.length == 0
                ? "scalar"
                : Arrays.stream(dimensions)
                        .mapToObj(one -> one < 0 ? "?" : Long.toString(one))
                        .collect(Collectors.joining(" x "));
    }
}
