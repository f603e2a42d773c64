package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/** A connection as far as it could be read; {@code outputPosition} is where an output is given. */
record ConnectionDraft(
        Position position,
        Optional<Placed> from,
        Optional<String> output,
        Optional<Position> outputPosition,
        Optional<SchemaReference> schema,
        SerializationFormat format,
        Optional<Placed> to) {

    NodeConnection finish() {
        return new NodeConnection(from.orElseThrow(), output, schema, format, to.orElseThrow());
    }
}
