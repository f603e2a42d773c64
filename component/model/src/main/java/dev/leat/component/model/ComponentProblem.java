package dev.leat.component.model;

/** What can be wrong with a component, or with the way it is used. Each code has its entry in docs/errors.md. */
public enum ComponentProblem {
    /** The bytes are not WebAssembly. */
    NOT_WEBASSEMBLY("LEAT-COMPONENT-001"),
    /** The bytes are a core module, not a component. */
    CORE_MODULE("LEAT-COMPONENT-002"),
    /** The binary breaks the format: truncated, or damaged. */
    MALFORMED("LEAT-COMPONENT-003"),
    /** The binary is well formed, and breaks a rule of the Component Model. */
    INVALID("LEAT-COMPONENT-004"),
    /** The component uses a part of the Component Model that Leat does not have. */
    UNSUPPORTED("LEAT-COMPONENT-005"),
    /** The component is larger than Leat's limits allow. */
    TOO_LARGE("LEAT-COMPONENT-006"),
    /** The guest called an import that nothing provides. */
    MISSING_IMPORT("LEAT-COMPONENT-007"),
    /** What the host provides has another type than the component imports. */
    IMPORT_TYPE("LEAT-COMPONENT-008"),
    /** The component does not export what was asked of it. */
    MISSING_EXPORT("LEAT-COMPONENT-009"),
    /** The Java types given do not fit the component's types. */
    JAVA_TYPE("LEAT-COMPONENT-010"),
    /** The core engine refused a module, or could not link it. */
    ENGINE("LEAT-COMPONENT-011"),
    /** The instance trapped before, or is being called already. */
    NOT_CALLABLE("LEAT-COMPONENT-012");

    private final String code;

    ComponentProblem(String code) {
        this.code = code;
    }

    /** The code as users see it. */
    public String code() {
        return code;
    }
}
