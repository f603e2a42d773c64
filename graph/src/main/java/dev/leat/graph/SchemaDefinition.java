package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;

/**
 * A schema for the records on a connection, written into the definition.
 *
 * @param name unique in its definition
 * @param format such as {@code JsonSchema/draft-07}
 * @param content the schema itself, as text
 * @param position where the definition lists it
 */
public record SchemaDefinition(String name, String format, String content, Position position) {}
