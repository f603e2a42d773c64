package dev.leat.kit;

/** What can go wrong between an idea and a module. Each code has its entry in docs/errors.md. */
public enum KitProblem {
    /** Nothing here is the source of a module. */
    NO_SOURCE("LEAT-KIT-001"),
    /** A source that cannot be built as it is written: an operator's class is missing, or there are two. */
    SOURCE("LEAT-KIT-002"),
    /** A compiler or another tool is missing. */
    TOOL_MISSING("LEAT-KIT-003"),
    /** The compiler refused the source. */
    BUILD_FAILED("LEAT-KIT-004"),
    /** What was built is no module. */
    NOT_A_MODULE("LEAT-KIT-005"),
    /** A name that no project can have. */
    NAME("LEAT-KIT-006"),
    /** The place is taken. */
    EXISTS("LEAT-KIT-007"),
    /** Something that the kit ships with is not there. */
    KIT_INCOMPLETE("LEAT-KIT-008");

    private final String code;

    KitProblem(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
