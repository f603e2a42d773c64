package dev.leat.dataflow;

/**
 * Thrown by an {@link Operator} that can process no more records, whatever they are. It ends the graph; the record is not
 * acknowledged, so that its source can bring it again.
 */
public final class BrokenOperatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason why; its message is shown to the user */
    public BrokenOperatorException(RuntimeException reason) {
        super(reason.getMessage(), reason);
    }
}
