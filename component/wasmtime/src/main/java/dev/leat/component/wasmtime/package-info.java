/** The native core engine: libwasmtime's core C API through java.lang.foreign. */
@NullMarked
package dev.leat.component.wasmtime;

import org.jspecify.annotations.NullMarked;
