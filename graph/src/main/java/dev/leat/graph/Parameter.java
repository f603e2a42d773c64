package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/**
 * Something about an operation that can be set where a graph is run.
 *
 * @param key what users set it by
 * @param name what the product's portal shows; users may set it by this, too
 * @param required whether the graph can start without a value
 * @param defaultValue the value where none is set
 * @param position where the definition declares it
 */
public record Parameter(
        String key,
        String name,
        Optional<String> description,
        boolean required,
        Optional<String> defaultValue,
        Position position) {

    /** Whether the graph cannot start unless somebody sets the parameter. */
    public boolean mustBeSet() {
        return required && defaultValue.isEmpty();
    }
}
