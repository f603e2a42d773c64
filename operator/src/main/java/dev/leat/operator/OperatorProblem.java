package dev.leat.operator;

/** What can go wrong with a module as an operator. Each code has its entry in docs/errors.md. */
public enum OperatorProblem {
    /** The module cannot be loaded: see the component's own code in the message. */
    UNUSABLE_MODULE("LEAT-OPERATOR-001"),
    /** The module does not export the interface that the operation's type asks for. */
    WRONG_INTERFACE("LEAT-OPERATOR-002"),
    /** The module's {@code init} answered false. */
    INIT_REFUSED("LEAT-OPERATOR-003"),
    /** The module's {@code init} trapped. */
    INIT_TRAPPED("LEAT-OPERATOR-004"),
    /** The guest answered a record with an error. */
    RECORD_REFUSED("LEAT-OPERATOR-005"),
    /** The guest trapped on a record. */
    RECORD_TRAPPED("LEAT-OPERATOR-006"),
    /** The guest took longer for a record than it may. */
    RECORD_TIMED_OUT("LEAT-OPERATOR-007"),
    /** The guest gave back a value that is none, such as a timestamp out of range. */
    BAD_RESULT("LEAT-OPERATOR-008"),
    /** The host failed while the guest called it. */
    HOST_FAILED("LEAT-OPERATOR-009"),
    /** A module's delay answered a time before the record's own. */
    EARLIER_TIME("LEAT-OPERATOR-010");

    private final String code;

    OperatorProblem(String code) {
        this.code = code;
    }

    /** The code as users see it. */
    public String code() {
        return code;
    }
}
