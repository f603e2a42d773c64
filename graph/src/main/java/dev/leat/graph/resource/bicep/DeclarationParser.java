package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the declarations of a file. One that cannot be read is reported, and the next one is read. */
final class DeclarationParser {

    private static final Set<String> READ = Set.of("param", "var", "resource");
    private static final Set<String> PASSED_OVER = Set.of("output", "metadata", "targetScope");
    private static final Set<String> UNSUPPORTED =
            Set.of("module", "import", "func", "type", "using", "extension", "provider", "assert");
    private static final Set<String> TYPES = Set.of("string", "int", "bool", "object", "array");

    private final Cursor cursor;
    private final Findings findings;
    private final List<Declaration> declarations = new ArrayList<>();
    private boolean complete = true;

    /** @param complete whether all declarations were read: only then does something follow from what is not there */
    record Parsed(List<Declaration> declarations, boolean complete) {}

    private DeclarationParser(Cursor cursor, Findings findings) {
        this.cursor = cursor;
        this.findings = findings;
    }

    static Parsed read(String file, String text, Findings findings) {
        DeclarationParser parser = new DeclarationParser(new Cursor(file, text), findings);
        parser.readAll();
        return new Parsed(List.copyOf(parser.declarations), parser.complete);
    }

    private void readAll() {
        cursor.skipBlanks(true);
        while (!cursor.isAtEnd()) {
            Position position = cursor.position();
            String keyword = cursor.word();
            Position namePosition = position;
            String name = "";
            try {
                if (keyword.isEmpty()) {
                    decoratorOrDirective(position);
                } else if (READ.contains(keyword)) {
                    cursor.skipBlanks(false);
                    namePosition = cursor.position();
                    name = name();
                    declarations.add(declaration(keyword, name, namePosition));
                    end();
                } else if (PASSED_OVER.contains(keyword)) {
                    skipStatement();
                } else if (UNSUPPORTED.contains(keyword)) {
                    throw BicepException.unsupported(position, "'" + keyword + "'");
                } else {
                    throw BicepException.syntax(
                            position,
                            "No declaration begins with " + Quote.of(keyword) + ".",
                            findings.nearest(keyword, List.copyOf(READ))
                                    .map(near -> "Did you mean '" + near + "'?")
                                    .orElse("Begin with param, var or resource."));
                }
            } catch (BicepException e) {
                findings.report(e.diagnostic());
                complete = false;
                if (!name.isEmpty()) {
                    if (!declarations.isEmpty()
                            && declarations.getLast().position().equals(namePosition)) {
                        declarations.removeLast();
                    }
                    declarations.add(new Declaration.Broken(name, namePosition));
                }
                recover();
            }
            cursor.skipBlanks(true);
        }
    }

    private String name() throws BicepException {
        Position position = cursor.position();
        String name = cursor.word();
        if (name.isEmpty()) {
            throw BicepException.syntax(position, "A name is missing.", "Write letters, digits and '_'.");
        }
        return name;
    }

    private Declaration declaration(String keyword, String name, Position position) throws BicepException {
        ExpressionParser expressions = new ExpressionParser(cursor);
        cursor.skipBlanks(false);
        return switch (keyword) {
            case "param" -> {
                String type = type();
                cursor.skipBlanks(false);
                Optional<Expression> otherwise = cursor.take("=") ? Optional.of(expressions.read()) : Optional.empty();
                yield new Declaration.Param(name, type, otherwise, position);
            }
            case "var" -> {
                assign();
                yield new Declaration.Variable(name, expressions.read(), position);
            }
            default -> resource(name, position, expressions);
        };
    }

    private String type() throws BicepException {
        Position position = cursor.position();
        String type = cursor.word();
        if (!TYPES.contains(type)) {
            if (type.isEmpty() && cursor.peek() == '=') {
                throw BicepException.syntax(position, "The type is missing.", "Write 'param name string = ...'.");
            }
            throw BicepException.unsupported(position, "types other than string, int, bool, object and array");
        }
        if (!cursor.isAtBreak() && "?[|".indexOf(cursor.peek()) >= 0) {
            throw BicepException.unsupported(cursor.position(), "types with '" + cursor.peek() + "'");
        }
        return type;
    }

    private void assign() throws BicepException {
        cursor.skipBlanks(false);
        if (!cursor.take("=")) {
            throw BicepException.syntax(cursor.position(), "Here '=' is missing.", "Write 'name = value'.");
        }
    }

    private Declaration resource(String name, Position position, ExpressionParser expressions) throws BicepException {
        Position typePosition = cursor.position();
        if (cursor.peek() != '\'') {
            throw BicepException.syntax(
                    typePosition,
                    "The type of the resource is missing.",
                    "Write it in single quotes, such as 'Microsoft.IoTOperations/instances@2025-10-01'.");
        }
        Expression type = expressions.text();
        if (!(type instanceof Expression.Literal literal)) {
            throw BicepException.unsupported(typePosition, "types with interpolation");
        }
        Position quote = cursor.position();
        if (cursor.take("'")) {
            findings.report(
                    ResourceProblem.STRAY_QUOTE,
                    quote,
                    "A second quote follows the end of the type; Bicep refuses it.",
                    "Remove one of the two quotes.");
        }
        cursor.skipBlanks(false);
        boolean existing = cursor.peekWord().equals("existing");
        if (existing) {
            cursor.word();
        }
        assign();
        cursor.skipBlanks(false);
        Position body = cursor.position();
        if (cursor.peekWord().equals("if") || cursor.peek() == '[') {
            throw BicepException.unsupported(body, "conditions and loops");
        }
        if (cursor.peek() != '{') {
            throw BicepException.syntax(body, "Here '{' is missing.", "Write the resource as an object in braces.");
        }
        YamlScalar scalar = literal.scalar();
        return new Declaration.Resource(name, scalar, existing, expressions.object(), position);
    }

    /** Behind a declaration its line ends. */
    private void end() throws BicepException {
        cursor.skipBlanks(false);
        if (!cursor.isAtBreak()) {
            throw BicepException.syntax(
                    cursor.position(), "The declaration ends before this.", "Begin a new line, or remove it.");
        }
    }

    private void decoratorOrDirective(Position position) throws BicepException {
        if (cursor.peek() == '#') {
            cursor.skipLine();
        } else if (cursor.take("@")) {
            skipStatement();
        } else {
            throw BicepException.syntax(
                    position, "A declaration cannot begin with this character.", "Begin with param, var or resource.");
        }
    }

    /** Moves behind a statement whose content does not matter; brackets and texts may go over lines. */
    private void skipStatement() throws BicepException {
        int open = 0;
        ExpressionParser expressions = new ExpressionParser(cursor);
        cursor.skipBlanks(false);
        while (!cursor.isAtEnd() && (open > 0 || !cursor.isAtBreak())) {
            char character = cursor.peek();
            if (character == '\'') {
                expressions.text();
            } else {
                open += "([{".indexOf(character) >= 0 ? 1 : ")]}".indexOf(character) >= 0 ? -1 : 0;
                cursor.next();
            }
            cursor.skipBlanks(open > 0);
        }
    }

    /** Moves to the next line that begins with a declaration. */
    private void recover() {
        do {
            cursor.skipLine();
            cursor.skipBreaks();
            String word = cursor.peekWord();
            if (READ.contains(word) || PASSED_OVER.contains(word) || UNSUPPORTED.contains(word)) {
                return;
            }
        } while (!cursor.isAtEnd());
    }
}
