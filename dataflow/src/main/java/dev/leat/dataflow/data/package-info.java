/** What a record carries: messages, snapshots and plain bytes, as {@code wasm-graph:processor@1.1.0} defines them. */
@NullMarked
package dev.leat.dataflow.data;

import org.jspecify.annotations.NullMarked;
