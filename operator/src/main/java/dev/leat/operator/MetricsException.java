package dev.leat.operator;

/** A count or a measurement that was refused; the module is told. */
public final class MetricsException extends RuntimeException {

    /** The cases of {@code metrics-error}. */
    public enum Reason {
        /** The name stands for a metric of another kind, or for none; or the value cannot be counted. */
        INCOMPATIBLE_TYPE,
        /** There is no room for another metric. */
        LOCK
    }

    private final Reason reason;

    public MetricsException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
