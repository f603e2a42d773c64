package dev.leat.component.model;

/** What stands where a type carries nothing. */
public enum Unit {
    UNIT
}
