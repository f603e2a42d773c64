package dev.leat.platform.server;

import org.jspecify.annotations.Nullable;

/** What the server cannot do. The message starts with the problem's code and ends with a hint. */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ServerProblem problem;
    private final String details;

    public ServerException(ServerProblem problem, String message) {
        this(problem, message, null);
    }

    public ServerException(ServerProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message + "\n  hint: " + problem.hint(), cause);
        this.problem = problem;
        this.details = message;
    }

    /** The same, with more before its details. */
    ServerException after(String beginning) {
        return new ServerException(problem, beginning + details, this);
    }

    public ServerProblem problem() {
        return problem;
    }
}
