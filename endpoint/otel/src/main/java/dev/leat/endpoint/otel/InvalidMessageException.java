package dev.leat.endpoint.otel;

/** A message is not what it must be. Says which field and why. */
final class InvalidMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final OtelError error;

    InvalidMessageException(String message) {
        this(OtelError.MESSAGE_INVALID, message);
    }

    InvalidMessageException(OtelError error, String message) {
        super(message);
        this.error = error;
    }

    OtelError error() {
        return error;
    }
}
