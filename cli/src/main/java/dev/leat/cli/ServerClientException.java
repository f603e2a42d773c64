package dev.leat.cli;

/** A server that is not there, or that refuses what is asked of it. */
final class ServerClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CliProblem problem;

    ServerClientException(CliProblem problem, String message) {
        super(problem.code() + ": " + message);
        this.problem = problem;
    }

    /** 2 where the user can mend it by asking something else. */
    int exitCode() {
        return problem == CliProblem.REFUSED ? 2 : 1;
    }
}
