package dev.leat.component.core;

/** The types of values that cross between host and guest. */
public enum CoreValueType {
    I32,
    I64,
    F32,
    F64
}
