package dev.leat.component.model;

import org.jspecify.annotations.Nullable;

/** A component that cannot be loaded, linked or called. The message starts with the problem's code. */
public final class ComponentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ComponentProblem problem;

    public ComponentException(ComponentProblem problem, String message) {
        this(problem, message, null);
    }

    public ComponentException(ComponentProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    public ComponentProblem problem() {
        return problem;
    }
}
