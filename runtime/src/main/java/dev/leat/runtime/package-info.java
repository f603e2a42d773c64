/** From graph definitions and modules to running graphs: resolve, deploy, run. */
@NullMarked
package dev.leat.runtime;

import org.jspecify.annotations.NullMarked;
