package dev.leat.component.core;

/** A global; the component model only passes it from one instance to another. */
public non-sealed interface CoreGlobal extends CoreItem {}
