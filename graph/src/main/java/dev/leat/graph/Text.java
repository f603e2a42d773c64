package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;

/** A text from a file with its place. */
record Text(String value, Position position) {

    String quoted() {
        return Quote.of(value);
    }
}
