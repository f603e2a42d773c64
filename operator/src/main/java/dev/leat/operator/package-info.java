/** The bridge: a component that exports wasm-graph:processor becomes a dataflow operator. */
@NullMarked
package dev.leat.operator;

import org.jspecify.annotations.NullMarked;
