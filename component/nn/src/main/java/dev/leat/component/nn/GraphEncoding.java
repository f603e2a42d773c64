package dev.leat.component.nn;

/** {@code graph.graph-encoding}. */
enum GraphEncoding {
    OPENVINO,
    ONNX,
    TENSORFLOW,
    PYTORCH,
    TENSORFLOWLITE,
    GGML,
    AUTODETECT
}
