package dev.leat.component.core;

/** Why a guest was stopped. */
public enum TrapKind {
    /** An {@code unreachable} instruction: what a panic or an abort compiles to. */
    UNREACHABLE,
    /** A memory access out of bounds. */
    MEMORY_OUT_OF_BOUNDS,
    /** A table access out of bounds. */
    TABLE_OUT_OF_BOUNDS,
    /** An indirect call to a null entry, or to a function of another type. */
    BAD_INDIRECT_CALL,
    /** A division by zero or an overflow in a conversion or division. */
    ARITHMETIC,
    /** Calls nested too deep. */
    STACK_OVERFLOW,
    /** The deadline passed. */
    DEADLINE,
    /** The guest broke a rule of the component model: a bad handle, a pointer out of bounds, an invalid string. */
    ABI,
    /** Anything else. */
    OTHER
}
