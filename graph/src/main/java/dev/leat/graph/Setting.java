package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import java.util.Optional;

/**
 * A value that a user gives to a graph where it is run: an entry of a graph node's {@code configuration}, or an option of
 * the command line.
 *
 * @param operation the operation that it is meant for; absent where it is meant for whichever declares the key
 * @param key a parameter's key, its name, or anything else for modules that read what they do not declare
 * @param position where the user wrote it
 */
public record Setting(Optional<String> operation, String key, String value, Position position) {

    /** A setting for whichever operation declares the key. */
    public static Setting of(String key, String value, Position position) {
        return new Setting(Optional.empty(), key, value, position);
    }

    /** A setting for one operation. */
    public static Setting of(Operation operation, String key, String value, Position position) {
        return new Setting(Optional.of(operation.name()), key, value, position);
    }
}
