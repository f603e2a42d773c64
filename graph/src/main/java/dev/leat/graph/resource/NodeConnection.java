package dev.leat.graph.resource;

import dev.leat.graph.Arm;
import java.util.Optional;

/**
 * A way for data between two nodes.
 *
 * @param arm which output of a built-in branch it starts from
 * @param schema what the data is expected to look like
 */
public record NodeConnection(
        Placed from, Optional<Arm> arm, Optional<SchemaReference> schema, SerializationFormat format, Placed to) {}
