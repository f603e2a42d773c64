/**
 * What a user writes: graph definitions, and the diagnostics about them.
 *
 * <p>{@link dev.leat.graph.GraphDefinitions} reads and checks a file; a {@link dev.leat.graph.GraphDefinition} is a
 * definition without errors; {@link dev.leat.graph.Configuration} is what its operations are started with. Components of
 * records that a user may leave out are {@code Optional}.
 */
@NullMarked
package dev.leat.graph;

import org.jspecify.annotations.NullMarked;
