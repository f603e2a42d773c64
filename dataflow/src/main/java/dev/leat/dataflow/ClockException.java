package dev.leat.dataflow;

/** A hybrid logical clock refused to go on: see {@link #error()} for why. The clock itself is as it was before. */
public final class ClockException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final DataflowError error;

    ClockException(DataflowError error, String message) {
        super(error.code() + ": " + message + " " + error.hint());
        this.error = error;
    }

    public DataflowError error() {
        return error;
    }
}
