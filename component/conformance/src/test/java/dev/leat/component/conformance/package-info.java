/**
 * The tests of the component layer that run on every engine.
 *
 * <p>{@link dev.leat.component.conformance.CoreContract} and its subclasses hold each engine to each sentence of {@link
 * dev.leat.component.core}.
 */
@NullMarked
package dev.leat.component.conformance;

import org.jspecify.annotations.NullMarked;
