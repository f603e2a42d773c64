package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/** A node as far as it could be read: whatever is absent was reported already, and rules pass over it. */
record NodeDraft(Position position, Optional<Placed> name, Optional<Type> type, Optional<GraphNode> node) {

    enum Type {
        SOURCE("sourceSettings"),
        GRAPH("graphSettings"),
        DESTINATION("destinationSettings");

        private final String settingsKey;

        Type(String settingsKey) {
            this.settingsKey = settingsKey;
        }

        String settingsKey() {
            return settingsKey;
        }

        String spelling() {
            return Words.camel(name());
        }
    }

    boolean is(Type wanted) {
        return type.filter(known -> known == wanted).isPresent();
    }

    GraphNode finish() {
        return node.orElseThrow();
    }
}
