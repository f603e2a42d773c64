package dev.leat.graph.resource;

import java.util.Optional;

/**
 * How a destination writes.
 *
 * @param given the format as it is written
 */
public record OutputSchema(SerializationFormat format, Optional<SchemaReference> schema, Placed given) {}
