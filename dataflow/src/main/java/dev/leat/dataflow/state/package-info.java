/** What outlives a process: the state of operators and sources, and the checkpoints that hold it. */
@NullMarked
package dev.leat.dataflow.state;

import org.jspecify.annotations.NullMarked;
