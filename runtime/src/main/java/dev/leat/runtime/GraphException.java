package dev.leat.runtime;

import org.jspecify.annotations.Nullable;

/** A graph that cannot run. The message starts with the problem's code. */
public final class GraphException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeProblem problem;
    private final String reason;

    public GraphException(RuntimeProblem problem, String message) {
        this(problem, message, null);
    }

    public GraphException(RuntimeProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
        this.reason = message;
    }

    public RuntimeProblem problem() {
        return problem;
    }

    /** The message without the code. */
    public String reason() {
        return reason;
    }
}
