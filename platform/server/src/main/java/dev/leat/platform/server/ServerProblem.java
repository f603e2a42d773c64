package dev.leat.platform.server;

/** What can go wrong in the server. Each code has its entry in docs/errors.md. */
public enum ServerProblem {
    /** The server's state directory cannot be used. */
    STATE_DIRECTORY("LEAT-SERVE-001", "Make it writable, stop the other server, or name another with --state-dir."),
    /** The address for the API cannot be used. */
    ADDRESS("LEAT-SERVE-002", "Stop what listens there, or name another address with --listen."),
    /** A resource refers to one that does not exist. */
    MISSING("LEAT-SERVE-003", "Write the resource, or correct the name."),
    /** A resource asks for something that Leat does not run. */
    NOT_RUN("LEAT-SERVE-004", "Remove it; docs/limits.md says what is left out."),
    /** A Secret or ConfigMap, or one of its keys, is not there. */
    SECRET("LEAT-SERVE-005", "Write it as a resource, into a directory given with --secrets, or into the environment."),
    /** A graph definition or module cannot be had. */
    ARTIFACT("LEAT-SERVE-006", "Check host, name, tag and login of the registry endpoint."),
    /** A registry did not answer in time. */
    ARTIFACT_TIMEOUT("LEAT-SERVE-007", "Check that the registry answers; Leat goes on trying."),
    /** A graph definition has errors. */
    DEFINITION("LEAT-SERVE-008", "Correct the definition and push it again, with another tag or the same."),
    /** A connection starts from an output that its graph does not have. */
    OUTPUT("LEAT-SERVE-009", "Name one of the definition's sinks, or leave the output out."),
    /** A resource has errors. */
    RESOURCE("LEAT-SERVE-010", "Correct what the findings name; leat lint shows them, too."),
    /** A resource comes from a file of the server's directory, and cannot be changed by a request. */
    FROM_FILE("LEAT-SERVE-011", "Change the file."),
    /** There is no such resource. */
    NOT_FOUND("LEAT-SERVE-012", "leat get lists what there is."),
    /** A request makes no sense to the server. */
    REQUEST("LEAT-SERVE-013", "The server's OpenAPI document says what it takes."),
    /** A request came without the server's token, or with another one. */
    TOKEN("LEAT-SERVE-014", "The token stands in server.json in the server's state directory."),
    /** What was asked for could not be written to the server's state directory. */
    NOT_KEPT("LEAT-SERVE-015", "Make room there; nothing was changed."),
    /** A registry cannot be reached, or what answers is none. */
    REGISTRY("LEAT-SERVE-016", "Check the host and the network to it; Leat goes on trying."),
    /** An artifact is not signed as its registry endpoint wants it, or who may sign is not clear. */
    SIGNATURE("LEAT-SERVE-017", "Sign it under one of the authorities of codeSigningCas; Leat goes on trying.");

    private final String code;
    private final String hint;

    ServerProblem(String code, String hint) {
        this.code = code;
        this.hint = hint;
    }

    /** Such as {@code LEAT-SERVE-001}. */
    public String code() {
        return code;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }
}
