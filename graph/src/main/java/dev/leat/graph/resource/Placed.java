package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import org.jspecify.annotations.Nullable;

/**
 * A text of a resource with its place. Two are equal where the texts are: a resource that only moved in its file has not
 * changed.
 */
public record Placed(String value, Position position) {

    String quoted() {
        return Quote.of(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Placed placed && value.equals(placed.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
