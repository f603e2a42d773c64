package dev.leat.graph.resource;

import dev.leat.graph.Arm;
import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/** A connection as far as it could be read; {@code armPosition} is where an arm is given. */
record ConnectionDraft(
        Position position,
        Optional<Placed> from,
        Optional<Arm> arm,
        Optional<Position> armPosition,
        Optional<SchemaReference> schema,
        SerializationFormat format,
        Optional<Placed> to) {

    NodeConnection finish() {
        return new NodeConnection(from.orElseThrow(), arm, schema, format, to.orElseThrow());
    }
}
