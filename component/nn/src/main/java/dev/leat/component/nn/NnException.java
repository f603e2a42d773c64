package dev.leat.component.nn;

/** A model that cannot be loaded or computed: what the guest gets as an {@code error}. */
final class NnException extends Exception {

    private static final long serialVersionUID = 1L;

    private final NnProblem problem;

    NnException(NnProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    NnException(NnProblem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    NnProblem problem() {
        return problem;
    }
}
