/** The component binary format: bytes to definitions, as written. */
@NullMarked
package dev.leat.component.model.binary;

import org.jspecify.annotations.NullMarked;
