package dev.leat.service.schema;

/** What can be wrong with schemas, and with records by them. Each code has its entry in docs/errors.md. */
public enum SchemaProblem {
    /** A schema's text is no JSON. */
    NOT_JSON("LEAT-SCHEMA-001"),
    /** A schema is JSON, but breaks the rules of its own format. */
    BROKEN("LEAT-SCHEMA-002"),
    /** A schema refers to what is not in it; nothing is fetched. */
    EXTERNAL_REFERENCE("LEAT-SCHEMA-003"),
    /** A schema is written in a format that Leat does not know. */
    UNKNOWN_FORMAT("LEAT-SCHEMA-004"),
    /** A schema is larger than 1 MiB. */
    TOO_LARGE("LEAT-SCHEMA-005"),
    /** A schema's file or directory cannot be read or written. */
    FILE("LEAT-SCHEMA-006"),
    /** A name or version is no name for a schema, or for the directory. */
    NAME("LEAT-SCHEMA-007"),
    /** Two files are the same version of a schema, or a version has another content already. */
    DUPLICATE("LEAT-SCHEMA-008"),
    /** A schema that a graph refers to is not to be had. */
    NOT_FOUND("LEAT-SCHEMA-009"),
    /** A validation names no connection, or no schema, of the graph. */
    VALIDATION("LEAT-SCHEMA-010"),
    /** A record does not conform to the schema of its connection. */
    VIOLATED("LEAT-SCHEMA-011"),
    /** To hold a record against a schema takes more steps than it may. */
    TOO_MUCH_WORK("LEAT-SCHEMA-012"),
    /** The registry gave no answer, or none that can be understood, when a graph asked for a schema. */
    REGISTRY("LEAT-SCHEMA-013"),
    /** A warning in the log: a JSON Schema has a keyword that draft-07 does not have. */
    UNKNOWN_KEYWORD("LEAT-SCHEMA-014");

    private final String code;

    SchemaProblem(String code) {
        this.code = code;
    }

    /** The code as users see it. */
    public String code() {
        return code;
    }
}
