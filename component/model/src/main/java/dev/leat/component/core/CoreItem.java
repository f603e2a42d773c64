package dev.leat.component.core;

/** Something that one core module exports and another can import. Valid as long as its store is open. */
public sealed interface CoreItem permits CoreFunction, CoreMemory, CoreTable, CoreGlobal, CoreTag {}
