package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Position;

/** A value in a YAML file together with its place. Aliases are written out: what they stand for may occur repeatedly. */
public sealed interface YamlNode permits YamlScalar, YamlSequence, YamlMapping {

    /** Where the value begins; for an alias, where the alias stands. */
    Position position();

    /** The same value seen at another place. */
    YamlNode at(Position place);

    /** What this is, for messages: {@code a list}, {@code the number 1.0}. */
    String describe();
}
