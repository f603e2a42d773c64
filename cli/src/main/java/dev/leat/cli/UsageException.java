package dev.leat.cli;

/** What the user asked for makes no sense: a sentence with what to do. Exit code 2. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(CliProblem problem, String message) {
        super(problem.code() + ": " + message);
    }
}
