/**
 * Resources: what a user deploys around graph definitions. {@link dev.leat.graph.resource.Resources} reads files and
 * directories, {@link dev.leat.graph.resource.ResourceChecks} holds resources against each other, and each kind is a record.
 *
 * <p>Two resources are equal where they say the same, wherever they stand: places ({@link dev.leat.graph.resource.Placed})
 * do not count. Components that a user may leave out are {@code Optional}, or have the default that the product documents.
 */
@NullMarked
package dev.leat.graph.resource;

import org.jspecify.annotations.NullMarked;
