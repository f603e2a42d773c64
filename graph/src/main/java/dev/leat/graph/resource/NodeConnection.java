package dev.leat.graph.resource;

import java.util.Optional;

/**
 * A way for data between two nodes.
 *
 * @param output which output of a graph it starts from: the name of one of the definition's sinks, in any case, or
 *     {@code True} or {@code False} of a built-in branch; empty: from all of them
 * @param schema what the data is expected to look like
 */
public record NodeConnection(
        Placed from,
        Optional<String> output,
        Optional<SchemaReference> schema,
        SerializationFormat format,
        Placed to) {}
