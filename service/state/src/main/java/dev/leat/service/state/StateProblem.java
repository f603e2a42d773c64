package dev.leat.service.state;

/** What can be wrong with an embedded state store. Each code has its entry in docs/errors.md. */
public enum StateProblem {
    /** The directory is open in another process, or a second time in this one. */
    IN_USE("LEAT-STATE-001"),
    /** The directory holds something that is no state store. */
    FOREIGN("LEAT-STATE-002"),
    /** A later version of Leat wrote the store. */
    LATER_FORMAT("LEAT-STATE-003"),
    /** What is on the disk is not what was written there. */
    DAMAGED("LEAT-STATE-004"),
    /** The directory cannot be made, read or written. */
    UNUSABLE("LEAT-STATE-005"),
    /** A file of keys and values to begin with that makes no sense. */
    PRELOAD("LEAT-STATE-006");

    private final String code;

    StateProblem(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
