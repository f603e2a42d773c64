package dev.leat.operator;

import org.jspecify.annotations.Nullable;

/** A module that cannot be used, or a record that it did not process. The message starts with the problem's code. */
public final class OperatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final OperatorProblem problem;
    private final String reason;

    public OperatorException(OperatorProblem problem, String message) {
        this(problem, message, null);
    }

    public OperatorException(OperatorProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
        this.reason = message;
    }

    public OperatorProblem problem() {
        return problem;
    }

    /** The message without the code. */
    public String reason() {
        return reason;
    }
}
