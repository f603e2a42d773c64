package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import java.util.OptionalInt;

/**
 * A single value.
 *
 * @param value the characters after quotes, escapes and line folding were undone; for numbers as they are written
 * @param type what YAML 1.2 (core schema) takes it for
 * @param literalIndentation for a literal block ({@code |}), by how many columns its lines are indented in the file
 * @param position where it begins, quotes and block indicators included
 */
public record YamlScalar(String value, Type type, OptionalInt literalIndentation, Position position)
        implements YamlNode {

    /** What YAML takes a scalar for. */
    public enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** Nothing, {@code ~} or {@code null}. */
        NULL,
        /** It could not be read, and a finding says so already. */
        UNREADABLE
    }

    /**
     * The place in the file of a place inside the value.
     *
     * @param line from 1, in the value
     * @param column from 1, in that line of the value
     * @return exact for a literal block; otherwise where the scalar begins, as line folding and escapes shift the rest
     */
    public Position positionWithin(int line, int column) {
        return literalIndentation.isPresent()
                ? new Position(position.file(), position.line() + line, column + literalIndentation.getAsInt())
                : position;
    }

    @Override
    public YamlScalar at(Position place) {
        return new YamlScalar(value, type, OptionalInt.empty(), place);
    }

    @Override
    public String describe() {
        return switch (type) {
            case TEXT -> "the text " + Quote.of(value);
            case NUMBER -> "the number " + value;
            case BOOLEAN -> "the boolean " + value;
            case NULL -> "nothing";
            case UNREADABLE -> "an unreadable value";
        };
    }
}
