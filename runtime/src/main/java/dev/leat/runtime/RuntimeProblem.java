package dev.leat.runtime;

/** What can keep a graph from running. Each code has its entry in docs/errors.md. */
public enum RuntimeProblem {
    /** No file was found for a module that the graph names. */
    MODULE_NOT_FOUND("LEAT-RUNTIME-001"),
    /** A module's file cannot be read. */
    MODULE_UNREADABLE("LEAT-RUNTIME-002"),
    /** The graph has no source or no sink, or several sources. */
    SOURCES_AND_SINKS("LEAT-RUNTIME-004"),
    /** No WebAssembly engine can run here, or not the one that was asked for. */
    ENGINE("LEAT-RUNTIME-005"),
    /** The directory for a graph's state cannot be used. */
    STATE_DIRECTORY("LEAT-RUNTIME-006");

    private final String code;

    RuntimeProblem(String code) {
        this.code = code;
    }

    /** The code as users see it. */
    public String code() {
        return code;
    }
}
