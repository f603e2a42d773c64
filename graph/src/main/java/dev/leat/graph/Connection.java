package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/**
 * A way for records from one operation to another.
 *
 * @param from the name of the operation whose output it takes
 * @param arm which output; present exactly where that operation is a branch
 * @param to the name of the operation that it feeds
 * @param schema the name of the schema that records on it have, if the definition says
 * @param validate whether records are held against that schema ({@code leat.dev/validate})
 * @param position where the definition lists it
 */
public record Connection(
        String from, Optional<Arm> arm, String to, Optional<String> schema, boolean validate, Position position) {

    /** A connection whose records are not validated. */
    public Connection(String from, Optional<Arm> arm, String to, Optional<String> schema, Position position) {
        this(from, arm, to, schema, false, position);
    }
}
