package dev.leat.dataflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A graph could not start, or ended before its time. The message carries code, operation, reason and hint. */
public final class DataflowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final DataflowError error;
    private final @Nullable String operation;

    DataflowException(DataflowError error, @Nullable String operation, String message, @Nullable Throwable cause) {
        super(
                error.code() + ": " + (operation == null ? "" : "operation '" + operation + "': ") + message + " "
                        + error.hint(),
                cause);
        this.error = error;
        this.operation = operation;
    }

    static DataflowException of(DataflowError error, @Nullable String operation, Throwable cause) {
        if (cause instanceof DataflowException same) {
            return same;
        }
        String reason = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return new DataflowException(error, operation, reason.endsWith(".") ? reason : reason + ".", cause);
    }

    public DataflowError error() {
        return error;
    }

    /** The name of the operation that failed; empty where it is the graph as a whole. */
    public Optional<String> operation() {
        return Optional.ofNullable(operation);
    }
}
