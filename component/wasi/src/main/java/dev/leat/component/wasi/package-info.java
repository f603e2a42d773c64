/** WASI 0.2 for components, deny by default. */
@NullMarked
package dev.leat.component.wasi;

import org.jspecify.annotations.NullMarked;
