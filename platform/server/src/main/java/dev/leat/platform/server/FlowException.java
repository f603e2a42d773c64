package dev.leat.platform.server;

/** A flow that cannot run now, with the reason that its condition shows. */
final class FlowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    FlowException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
