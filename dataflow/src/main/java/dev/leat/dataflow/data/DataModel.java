package dev.leat.dataflow.data;

/**
 * The value of a record: the variant {@code data-model} of {@code wasm-graph:processor/types}.
 *
 * <p>Values are immutable and may be shared between threads and between the branches of a graph.
 */
public sealed interface DataModel permits Message, Snapshot, Bytes {}
