package dev.leat.service.rpc;

/** A request that ended without a response, but for its timeout. */
final class RequestFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RpcProblem problem;

    RequestFailedException(RpcProblem problem, String what) {
        super(problem.says(what));
        this.problem = problem;
    }

    RequestFailedException(RpcProblem problem, Throwable cause) {
        super(problem.code() + ": the request was not sent: " + cause.getMessage(), cause);
        this.problem = problem;
    }

    RpcProblem problem() {
        return problem;
    }
}
