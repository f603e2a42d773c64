package dev.leat.testkit;

import org.jspecify.annotations.Nullable;

/** Input, output or a test case that cannot be used. The message starts with the problem's code. */
public final class TestkitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TestkitProblem problem;

    public TestkitException(TestkitProblem problem, String message) {
        this(problem, message, null);
    }

    public TestkitException(TestkitProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    public TestkitProblem problem() {
        return problem;
    }
}
