package dev.leat.operator.service;

/** A schema that was not to be had. */
public final class SchemaRegistryException extends RuntimeException {

    /** The cases of {@code schema-error}. */
    public enum Reason {
        REQUEST,
        INTERNAL,
        TIMEOUT,
        NOT_FOUND,
        NOT_AVAILABLE
    }

    private final Reason reason;

    public SchemaRegistryException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public SchemaRegistryException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
