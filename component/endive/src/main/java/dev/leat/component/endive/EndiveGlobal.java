package dev.leat.component.endive;

import dev.leat.component.core.CoreGlobal;
import run.endive.runtime.GlobalInstance;

/** A global and the store that it belongs to. */
record EndiveGlobal(EndiveStore store, GlobalInstance global) implements CoreGlobal {}
