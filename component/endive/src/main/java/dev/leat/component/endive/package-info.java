/** The pure Java core engine: WebAssembly compiled to JVM bytecode by Endive. */
@NullMarked
package dev.leat.component.endive;

import org.jspecify.annotations.NullMarked;
