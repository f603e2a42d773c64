package dev.leat.graph;

/** What becomes of settings that no parameter declares. */
public enum UndeclaredSettings {
    /** Every operation that runs a module gets them, as in the product. */
    PASS_ON,
    /** No operation gets them. */
    DROP
}
