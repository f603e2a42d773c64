package dev.leat.cli;

/** What can be wrong with the way the command is used. Each code has its entry in docs/errors.md. */
enum CliProblem {
    /** No JDK of release 25 or later was found; said by the {@code leat} script. */
    NO_JDK("LEAT-CLI-001"),
    /** Options that do not go together, or one that is missing. */
    OPTIONS("LEAT-CLI-002"),
    /** A value that cannot be understood. */
    VALUE("LEAT-CLI-003"),
    /** A file that cannot be read or written. */
    FILE("LEAT-CLI-004"),
    /** Something failed in a way that Leat does not expect. */
    UNEXPECTED("LEAT-CLI-005"),
    /** Leat could not be built; said by the {@code leat} script. */
    BUILD("LEAT-CLI-006"),
    /** A module that cannot be inspected: the component's own code is in the message. */
    MODULE("LEAT-CLI-007"),
    /** Java's memory or stack is used up. */
    EXHAUSTED("LEAT-CLI-008"),
    /** Maven is needed to build Leat and is not there; said by the {@code leat} script. */
    NO_MAVEN("LEAT-CLI-009"),
    /** The state store refused what was asked of it, or did not answer. */
    STATE_STORE("LEAT-CLI-010"),
    /** No server was found, or it does not answer. */
    NO_SERVER("LEAT-CLI-011"),
    /** The server refused what was asked of it; its own code is in the message. */
    REFUSED("LEAT-CLI-012");

    private final String code;

    CliProblem(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
