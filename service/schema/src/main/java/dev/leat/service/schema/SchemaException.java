package dev.leat.service.schema;

/** A schema that cannot be used, or a record that does not conform to one; the message says where and what to do. */
public final class SchemaException extends RuntimeException {

    private final SchemaProblem problem;

    public SchemaException(SchemaProblem problem, String message) {
        super(problem.code() + ": " + message);
        this.problem = problem;
    }

    public SchemaException(SchemaProblem problem, String message, Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    public SchemaProblem problem() {
        return problem;
    }
}
