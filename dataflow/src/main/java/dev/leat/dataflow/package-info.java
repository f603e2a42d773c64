/**
 * Timely dataflow: time, frontiers, operators, workers. Knows nothing of WebAssembly, files or networks.
 *
 * <p>A {@link dev.leat.dataflow.Dataflow} is a graph of named operations: {@link dev.leat.dataflow.Source},
 * {@link dev.leat.dataflow.Operator}, {@link dev.leat.dataflow.Sink}. A {@link dev.leat.dataflow.Worker} runs one
 * replica of it on one thread; {@link dev.leat.dataflow.RunningDataflow} is a worker with its thread.
 */
@NullMarked
package dev.leat.dataflow;

import org.jspecify.annotations.NullMarked;
