package dev.leat.component.nn;

/** {@code errors.error-code}. */
enum ErrorCode {
    INVALID_ARGUMENT,
    INVALID_ENCODING,
    TIMEOUT,
    RUNTIME_ERROR,
    UNSUPPORTED_OPERATION,
    TOO_LARGE,
    NOT_FOUND,
    SECURITY,
    UNKNOWN
}
