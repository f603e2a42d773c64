/**
 * Bicep as far as resources need it: params, variables, strings with interpolation, {@code existing}, parents, objects and
 * arrays, as values that know their places. What is not known is a finding with a place, never a wrong reading.
 */
@NullMarked
package dev.leat.graph.resource.bicep;

import org.jspecify.annotations.NullMarked;
