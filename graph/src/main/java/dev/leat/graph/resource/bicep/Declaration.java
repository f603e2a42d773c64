package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.yaml.YamlScalar;
import java.util.Optional;

/** What a Bicep file declares. */
sealed interface Declaration {

    String name();

    Position position();

    record Param(String name, String type, Optional<Expression> otherwise, Position position) implements Declaration {}

    record Variable(String name, Expression value, Position position) implements Declaration {}

    /** @param type with its version, such as {@code Microsoft.IoTOperations/instances@2025-10-01} */
    record Resource(String name, YamlScalar type, boolean existing, Expression.ObjectOf body, Position position)
            implements Declaration {}

    /** Something that could not be read, which was reported. */
    record Broken(String name, Position position) implements Declaration {}
}
