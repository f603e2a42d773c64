package dev.leat.service.telemetry;

/** Telemetry that cannot start. */
public final class TelemetryException extends RuntimeException {

    private final TelemetryProblem problem;

    TelemetryException(TelemetryProblem problem, String message, Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    public TelemetryProblem problem() {
        return problem;
    }
}
