package dev.leat.kit;

/** A project that cannot be made, or a module that cannot be built. The message says what to do. */
public final class KitException extends RuntimeException {

    private final KitProblem problem;

    public KitException(KitProblem problem, String message) {
        super(problem.code() + ": " + message);
        this.problem = problem;
    }

    public KitException(KitProblem problem, String message, Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    public KitProblem problem() {
        return problem;
    }
}
