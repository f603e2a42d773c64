package dev.leat.operator.service;

/** A command that was not answered, or refused. */
public final class CommandException extends RuntimeException {

    /** The cases of {@code rpc-error}. */
    public enum Reason {
        CONFIGURATION_INVALID,
        PAYLOAD_INVALID,
        TIMEOUT,
        CLIENT_ERROR,
        CANCELLATION,
        HEADER_INVALID,
        HEADER_MISSING,
        UNKNOWN_ERROR,
        INVOCATION_EXCEPTION,
        EXECUTION_EXCEPTION,
        INTERNAL_LOGIC_ERROR,
        STATE_INVALID,
        RESOURCE_TABLE_ERROR,
        BUILD_ERROR
    }

    private final Reason reason;

    public CommandException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public CommandException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
