/** Timely dataflow: time, frontiers, operators, workers. Knows nothing of WebAssembly, files or networks. */
@NullMarked
package dev.leat.dataflow;

import org.jspecify.annotations.NullMarked;
