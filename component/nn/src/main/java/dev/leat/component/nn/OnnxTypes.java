package dev.leat.component.nn;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.util.Locale;
import java.util.Optional;

/** The types of tensors that both {@code wasi:nn} and ONNX Runtime have. */
final class OnnxTypes {

    private OnnxTypes() {}

    static OnnxJavaType toOnnx(TensorType type) {
        return switch (type) {
            case FP16 -> OnnxJavaType.FLOAT16;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case U8 -> OnnxJavaType.UINT8;
            case I32 -> OnnxJavaType.INT32;
            case I64 -> OnnxJavaType.INT64;
        };
    }

    /** Empty for what {@code wasi:nn} has no word for: bool, text, 8 and 16 bit integers, unsigned ones. */
    static Optional<TensorType> fromOnnx(TensorInfo.OnnxTensorType type) {
        return switch (type) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(TensorType.FP16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(TensorType.FP32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(TensorType.FP64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Optional.of(TensorType.BF16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(TensorType.U8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(TensorType.I32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(TensorType.I64);
            default -> Optional.empty(); // the library's own enum, which grows
        };
    }

    /** As messages name what it is: {@code tensor of bool}, {@code sequence}. */
    static String word(ValueInfo info) {
        return switch (info) {
            case TensorInfo tensor ->
                "a tensor of "
                        + tensor.onnxType
                                .name()
                                .replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
                                .toLowerCase(Locale.ROOT);
            case SequenceInfo sequence -> "a sequence";
            case MapInfo map -> "a map";
            default -> "no tensor"; // the library's own interface, which grows
        };
    }
}
