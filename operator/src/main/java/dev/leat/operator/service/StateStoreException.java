package dev.leat.operator.service;

/** A request that the state store did not answer, or refused. */
public final class StateStoreException extends RuntimeException {

    /** The cases of {@code state-store-error}. */
    public enum Reason {
        /** The store refused the request; the message is the store's own. */
        REQUEST,
        TIMEOUT,
        /** What came as an answer is none. */
        PROTOCOL,
        INTERNAL
    }

    private final Reason reason;

    public StateStoreException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StateStoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
