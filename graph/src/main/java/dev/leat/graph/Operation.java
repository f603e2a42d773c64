package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/**
 * A step in a graph.
 *
 * @param name unique in its definition
 * @param module present exactly where the type runs one
 * @param position where the definition lists it
 */
public record Operation(String name, OperationType type, Optional<ModuleReference> module, Position position) {

    public Operation {
        if (type.runsModule() != module.isPresent()) {
            throw new IllegalArgumentException("operation '" + name + "' of type " + type.spelling()
                    + (module.isPresent() ? " cannot have a module" : " needs a module"));
        }
    }
}
