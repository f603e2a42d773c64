package dev.leat.component.core;

/** A table; the component model only passes it from one instance to another. */
public non-sealed interface CoreTable extends CoreItem {}
