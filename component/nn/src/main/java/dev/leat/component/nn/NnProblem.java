package dev.leat.component.nn;

import java.util.Locale;

/** What a module's use of a model can end in. Each code has its entry in docs/errors.md. */
public enum NnProblem {
    /** {@code invalid-argument}: tensors that do not fit the model, or no tensors at all. */
    INVALID_ARGUMENT("LEAT-NN-001", ErrorCode.INVALID_ARGUMENT),
    /** {@code invalid-encoding}: bytes that are no ONNX model. */
    INVALID_ENCODING("LEAT-NN-002", ErrorCode.INVALID_ENCODING),
    /** {@code timeout}: a model that takes longer than it may, to load or to compute. */
    TIMEOUT("LEAT-NN-003", ErrorCode.TIMEOUT),
    /** {@code runtime-error}: ONNX Runtime failed. */
    RUNTIME_ERROR("LEAT-NN-004", ErrorCode.RUNTIME_ERROR),
    /** {@code unsupported-operation}: a target, operator or type that is not to be had here. */
    UNSUPPORTED_OPERATION("LEAT-NN-005", ErrorCode.UNSUPPORTED_OPERATION),
    /** {@code too-large}: a model or tensors beyond a limit, or too many of them. */
    TOO_LARGE("LEAT-NN-006", ErrorCode.TOO_LARGE),
    /** {@code not-found}: no model of that name. */
    NOT_FOUND("LEAT-NN-007", ErrorCode.NOT_FOUND),
    /** {@code security}: a model that reaches for files. */
    SECURITY("LEAT-NN-008", ErrorCode.SECURITY),
    /** {@code timeout}: computations that could not be stopped are still under way, or loads. */
    BUSY("LEAT-NN-009", ErrorCode.TIMEOUT);

    private final String code;
    private final ErrorCode answer;

    NnProblem(String code, ErrorCode answer) {
        this.code = code;
        this.answer = answer;
    }

    /** The code as users see it. */
    public String code() {
        return code;
    }

    /** The code as the guest gets it. */
    ErrorCode answer() {
        return answer;
    }

    /** The interface's word for it, such as {@code invalid-argument}. */
    String word() {
        return answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
