/**
 * Graph definitions and modules in OCI registries: where a reference leads, what lies there, and how to put it there.
 *
 * <p>{@link dev.leat.registry.ArtifactResolver} is where to begin. Below it, a {@link dev.leat.registry.Registry} is one
 * over HTTP or a directory in the OCI image layout. Whatever a registry sends is bounded and held against its digest.
 */
@NullMarked
package dev.leat.registry;

import org.jspecify.annotations.NullMarked;
