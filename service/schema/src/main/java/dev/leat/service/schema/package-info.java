/** Schemas: a directory of them as a registry, and records held against them. */
@NullMarked
package dev.leat.service.schema;

import org.jspecify.annotations.NullMarked;
