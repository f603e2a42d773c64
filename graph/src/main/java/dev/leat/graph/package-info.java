/** What a user writes: graph definitions, and the diagnostics about them. */
@NullMarked
package dev.leat.graph;

import org.jspecify.annotations.NullMarked;
