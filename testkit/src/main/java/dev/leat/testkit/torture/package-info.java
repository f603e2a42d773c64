/** Runs an operator of any kind under conditions that are rare and allowed, and says which sentence of its contract it breaks. */
@NullMarked
package dev.leat.testkit.torture;

import org.jspecify.annotations.NullMarked;
