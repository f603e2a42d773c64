package dev.leat.service.telemetry;

/** What can be wrong with telemetry. Each code has its entry in docs/errors.md. */
public enum TelemetryProblem {
    /** The port for Prometheus cannot be opened. */
    PORT("LEAT-TELEMETRY-001"),
    /** The address of the collector makes no sense. */
    ENDPOINT("LEAT-TELEMETRY-002"),
    /** The collector does not take what it is sent; a warning, and graphs go on. */
    COLLECTOR("LEAT-TELEMETRY-003");

    private final String code;

    TelemetryProblem(String code) {
        this.code = code;
    }

    /** The code as users see it. */
    public String code() {
        return code;
    }
}
