package dev.leat.component.core;

/** An exception tag; the component model only passes it from one instance to another. */
public non-sealed interface CoreTag extends CoreItem {}
