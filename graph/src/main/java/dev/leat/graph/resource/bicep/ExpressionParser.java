package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.resource.bicep.Expression.Member;
import dev.leat.graph.resource.bicep.Expression.Property;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlScalar.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Reads values. */
final class ExpressionParser {

    private static final int DEEPEST = 64;
    private static final String OPERATORS = "+-*/%?<>=!&|";

    private final Cursor cursor;
    private int depth;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The value that begins here; behind it, on its line, nothing may stand that would make it another one. */
    Expression read() throws BicepException {
        cursor.skipBlanks(false);
        if (depth == DEEPEST) {
            throw BicepException.syntax(
                    cursor.position(), "Values are nested more than " + DEEPEST + " deep.", "Flatten the file.");
        }
        depth++;
        Expression expression = primary();
        depth--;
        cursor.skipBlanks(false);
        if (!cursor.isAtEnd() && OPERATORS.indexOf(cursor.peek()) >= 0) {
            throw BicepException.unsupported(cursor.position(), "operators such as '" + cursor.peek() + "'");
        }
        if (cursor.peek() == '(') {
            throw BicepException.unsupported(expression.position(), "calls of functions");
        }
        return expression;
    }

    private Expression primary() throws BicepException {
        Position position = cursor.position();
        char first = cursor.peek();
        if (first == '\'') {
            return text();
        }
        if (first == '{') {
            return object();
        }
        if (first == '[') {
            return array();
        }
        if ((first >= '0' && first <= '9') || (first == '-' && cursor.peek(1) >= '0' && cursor.peek(1) <= '9')) {
            return number(position);
        }
        String word = cursor.word();
        if (word.isEmpty()) {
            throw BicepException.syntax(
                    position,
                    cursor.isAtBreak() ? "A value is missing." : "A value cannot begin with this character.",
                    "Write a text in single quotes, a number, true, false, an object, an array, or a name.");
        }
        return switch (word) {
            case "true", "false" -> literal(word, Type.BOOLEAN, position);
            case "null" -> literal("", Type.NULL, position);
            case "if", "for" -> throw BicepException.unsupported(position, "'" + word + "'");
            default -> reference(word, position);
        };
    }

    private Expression number(Position position) throws BicepException {
        String sign = cursor.take("-") ? "-" : "";
        String digits = cursor.word();
        if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '9') || cursor.peek() == '.') {
            throw BicepException.syntax(position, "This is not a whole number.", "Write digits, or a text in quotes.");
        }
        return literal(sign + digits, Type.NUMBER, position);
    }

    private Expression reference(String word, Position position) throws BicepException {
        List<Property> properties = new ArrayList<>();
        while (cursor.peek() == '.') {
            cursor.next();
            Position place = cursor.position();
            String property = cursor.word();
            if (property.isEmpty()) {
                throw BicepException.unsupported(place, "what stands behind this '.'");
            }
            properties.add(new Property(property, place));
        }
        if (cursor.peek() == '[') {
            throw BicepException.unsupported(cursor.position(), "access by index");
        }
        if (cursor.peek() == ':') {
            throw BicepException.unsupported(cursor.position(), "'::'");
        }
        return new Expression.Reference(word, properties, position);
    }

    Expression.ObjectOf object() throws BicepException {
        Position position = cursor.position();
        cursor.next();
        List<Member> members = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (!closes('}', position)) {
            YamlScalar key = key();
            cursor.skipBlanks(false);
            if (!cursor.take(":")) {
                throw BicepException.syntax(
                        cursor.position(),
                        "Here ':' is missing behind the key " + Quote.of(key.value()) + ".",
                        "Write 'key: value'.");
            }
            if (!keys.add(key.value())) {
                throw BicepException.syntax(
                        key.position(),
                        "The key " + Quote.of(key.value()) + " is given already.",
                        "Keep one of the two.");
            }
            members.add(new Member(key, read()));
            separator('}');
        }
        return new Expression.ObjectOf(members, position);
    }

    private YamlScalar key() throws BicepException {
        Position position = cursor.position();
        if (cursor.peek() == '\'') {
            Expression text = text();
            if (text instanceof Expression.Literal literal) {
                return literal.scalar();
            }
            throw BicepException.unsupported(position, "keys with interpolation");
        }
        String word = cursor.word();
        if (word.isEmpty()) {
            throw BicepException.syntax(
                    position, "A key cannot begin with this character.", "Write 'key: value', or close the object.");
        }
        if (word.equals("resource") && cursor.peek() != ':') {
            throw BicepException.unsupported(position, "resources inside resources");
        }
        return new YamlScalar(word, Type.TEXT, OptionalInt.empty(), position);
    }

    private Expression array() throws BicepException {
        Position position = cursor.position();
        cursor.next();
        List<Expression> items = new ArrayList<>();
        while (!closes(']', position)) {
            items.add(read());
            separator(']');
        }
        return new Expression.ArrayOf(items, position);
    }

    private boolean closes(char bracket, Position opened) throws BicepException {
        cursor.skipBlanks(true);
        if (cursor.isAtEnd()) {
            throw BicepException.syntax(
                    opened, "The bracket that opens here is never closed.", "Close it with '" + bracket + "'.");
        }
        return cursor.take(String.valueOf(bracket));
    }

    /** A line break, a comma, or the end of what is listed. */
    private void separator(char end) throws BicepException {
        cursor.skipBlanks(false);
        if (!cursor.isAtBreak() && !cursor.take(",") && cursor.peek() != end) {
            throw BicepException.syntax(
                    cursor.position(),
                    "Here a line break, ',' or '" + end + "' is missing.",
                    "Put each value on a line of its own.");
        }
    }

    /** A text in single quotes, or in three of them. */
    Expression text() throws BicepException {
        Position position = cursor.position();
        if (cursor.take("'''")) {
            return multiline(position);
        }
        cursor.next();
        List<Expression> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        while (cursor.peek() != '\'' || cursor.isAtEnd()) {
            if (cursor.isAtBreak()) {
                throw BicepException.syntax(position, "The quote that opens here is never closed.", "Close the quote.");
            }
            if (cursor.take("${")) {
                pieces.add(literal(piece.toString(), Type.TEXT, position));
                piece.setLength(0);
                pieces.add(read());
                if (!cursor.take("}")) {
                    throw BicepException.syntax(cursor.position(), "Here '}' is missing.", "Close '${' with '}'.");
                }
            } else if (cursor.peek() == '\\') {
                escape(piece);
            } else {
                piece.append(cursor.next());
            }
        }
        cursor.next();
        Expression last = literal(piece.toString(), Type.TEXT, position);
        if (pieces.isEmpty()) {
            return last;
        }
        pieces.add(last);
        return new Expression.Interpolated(pieces, position);
    }

    private Expression multiline(Position position) throws BicepException {
        StringBuilder text = new StringBuilder();
        if (!cursor.take("\r\n")) {
            cursor.take("\n");
        }
        // Up to two more quotes at the end belong to the text.
        while (!cursor.looksAt("'''") || cursor.peek(3) == '\'') {
            if (cursor.isAtEnd()) {
                throw BicepException.syntax(
                        position, "The quotes that open here are never closed.", "Close them with '''.");
            }
            text.append(cursor.next());
        }
        cursor.skip(3);
        return literal(text.toString(), Type.TEXT, position);
    }

    private void escape(StringBuilder piece) throws BicepException {
        Position position = cursor.position();
        cursor.next();
        char character = cursor.isAtEnd() ? '\0' : cursor.next();
        switch (character) {
            case 'n' -> piece.append('\n');
            case 'r' -> piece.append('\r');
            case 't' -> piece.append('\t');
            case '\\', '\'', '$' -> piece.append(character);
            case 'u' -> piece.appendCodePoint(codePoint(position));
            default ->
                throw BicepException.syntax(
                        position,
                        "This escape is not known.",
                        "Write \\\\ for a backslash, or \\n, \\r, \\t, \\', \\$.");
        }
    }

    private int codePoint(Position position) throws BicepException {
        String digits = cursor.take("{") ? cursor.word() : "";
        if (digits.matches("[0-9A-Fa-f]{1,6}") && cursor.take("}")) {
            int codePoint = Integer.parseInt(digits, 16);
            if (Character.isValidCodePoint(codePoint)) {
                return codePoint;
            }
        }
        throw BicepException.syntax(position, "This escape names no character.", "Write \\u{1F600}, for example.");
    }

    private static Expression literal(String value, Type type, Position position) {
        return new Expression.Literal(new YamlScalar(value, type, OptionalInt.empty(), position));
    }
}
