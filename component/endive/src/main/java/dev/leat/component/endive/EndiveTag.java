package dev.leat.component.endive;

import dev.leat.component.core.CoreTag;
import run.endive.runtime.TagInstance;

/** An exception tag and the store that it belongs to. */
record EndiveTag(EndiveStore store, TagInstance tag) implements CoreTag {}
