package dev.leat.registry;

/** Says why one signature does not count. */
final class InvalidSignatureException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSignatureException(String reason) {
        super(reason);
    }

    InvalidSignatureException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
