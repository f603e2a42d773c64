package dev.leat.service.state;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A state store that cannot be opened, or filled. The message starts with the problem's code. */
public final class StateException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final StateProblem problem;

    StateException(StateProblem problem, String message) {
        this(problem, message, null);
    }

    StateException(StateProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    public StateProblem problem() {
        return problem;
    }
}
