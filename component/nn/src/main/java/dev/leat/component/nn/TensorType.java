package dev.leat.component.nn;

/** {@code tensor.tensor-type}. */
enum TensorType {
    FP16(2),
    FP32(4),
    FP64(8),
    BF16(2),
    U8(1),
    I32(4),
    I64(8);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element. */
    int bytes() {
        return bytes;
    }
}
