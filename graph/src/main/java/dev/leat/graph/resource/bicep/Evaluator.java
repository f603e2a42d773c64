package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.yaml.Yaml;
import dev.leat.graph.yaml.YamlLimits;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlScalar.Type;
import dev.leat.graph.yaml.YamlSequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Works out values. A value of a param or variable keeps the place where it is written there: that is what is to be
 * changed. What cannot be worked out is unreadable, and was reported once.
 */
final class Evaluator {

    private static final int LONGEST_TEXT = 65_536;
    private static final int MOST_VALUES = 200_000;
    private static final int MOST_DEPTH = 64;

    /** How deep values are worked out within each other, through variables: the stack must hold it. */
    private static final int MOST_LEVELS = 256;

    private final Map<String, Declaration> symbols;
    private final Map<String, String> parameters;
    private final Findings findings;
    private final Map<String, Value> known = new HashMap<>();
    private final Set<String> under = new HashSet<>();
    private int values;
    private int level;

    /** @param size how many values there are in it; @param depth how deep they stand in each other */
    private record Value(YamlNode node, int size, int depth, boolean readable) {}

    Evaluator(Map<String, Declaration> symbols, Map<String, String> parameters, Findings findings) {
        this.symbols = symbols;
        this.parameters = parameters;
        this.findings = findings;
    }

    /** Works out each param and variable, used or not, so that what is wrong with them is said. */
    void checkAll() {
        for (Declaration declaration : symbols.values()) {
            if (declaration instanceof Declaration.Param || declaration instanceof Declaration.Variable) {
                symbol(declaration);
            }
        }
    }

    /** The value; findings about it go to {@code own}, those about what it refers to where that is. */
    Result evaluate(Expression expression, Findings own) {
        Value value = value(expression, own);
        return new Result(value.node(), value.readable());
    }

    /** @param readable whether nothing in it is unreadable */
    record Result(YamlNode node, boolean readable) {}

    private Value value(Expression expression, Findings own) {
        if (level == MOST_LEVELS) {
            return tooLarge(expression.position(), own);
        }
        level++;
        Value value = unfolded(expression, own);
        level--;
        return value;
    }

    private Value unfolded(Expression expression, Findings own) {
        return switch (expression) {
            case Expression.Literal literal -> counted(literal.scalar(), own);
            case Expression.Interpolated text -> interpolated(text, own);
            case Expression.ArrayOf array -> {
                List<YamlNode> items = new ArrayList<>();
                List<Value> parts = new ArrayList<>();
                for (Expression item : array.items()) {
                    Value part = value(item, own);
                    parts.add(part);
                    items.add(part.node());
                }
                yield composed(new YamlSequence(items, array.position()), parts, own);
            }
            case Expression.ObjectOf object -> {
                List<YamlMapping.Entry> entries = new ArrayList<>();
                List<Value> parts = new ArrayList<>();
                for (Expression.Member member : object.members()) {
                    Value part = value(member.value(), own);
                    parts.add(part);
                    entries.add(new YamlMapping.Entry(member.key(), part.node()));
                }
                yield composed(new YamlMapping(entries, object.position()), parts, own);
            }
            case Expression.Reference reference -> referred(reference, own);
        };
    }

    private Value counted(YamlScalar scalar, Findings own) {
        values++;
        return values > MOST_VALUES ? tooLarge(scalar.position(), own) : new Value(scalar, 1, 1, true);
    }

    private Value composed(YamlNode node, List<Value> parts, Findings own) {
        int size = 1;
        int depth = 0;
        boolean readable = true;
        for (Value part : parts) {
            size = Math.min(MOST_VALUES + 1, size + part.size());
            depth = Math.max(depth, part.depth());
            readable &= part.readable();
        }
        values++;
        return size > MOST_VALUES || depth >= MOST_DEPTH || values > MOST_VALUES
                ? tooLarge(node.position(), own)
                : new Value(node, size, depth + 1, readable);
    }

    private static Value tooLarge(Position position, Findings own) {
        own.report(
                ResourceProblem.TOO_LARGE,
                position,
                "This unfolds to too much: more than " + MOST_VALUES + " values, " + LONGEST_TEXT + " characters, or "
                        + MOST_DEPTH + " levels.",
                "Write less.");
        return unreadable(position);
    }

    private Value interpolated(Expression.Interpolated text, Findings own) {
        StringBuilder whole = new StringBuilder();
        boolean readable = true;
        for (Expression piece : text.pieces()) {
            Value value = value(piece, own);
            if (!value.readable()) {
                readable = false;
            } else if (value.node() instanceof YamlScalar scalar && scalar.type() != Type.NULL) {
                whole.append(scalar.value());
            } else {
                own.report(
                        ResourceProblem.BICEP_NOT_SUPPORTED,
                        piece.position(),
                        "Leat does not put " + value.node().describe() + " into a text.",
                        "Use a text, a number or a boolean.");
                readable = false;
            }
            if (whole.length() > LONGEST_TEXT) {
                return tooLarge(text.position(), own);
            }
        }
        return readable
                ? counted(scalar(whole.toString(), Type.TEXT, text.position()), own)
                : unreadable(text.position());
    }

    private Value referred(Expression.Reference reference, Findings own) {
        Declaration declaration = symbols.get(reference.name());
        if (declaration == null) {
            own.report(unknown(reference, symbols.keySet(), own));
            return unreadable(reference.position());
        }
        return switch (declaration) {
            case Declaration.Broken broken -> unreadable(reference.position());
            case Declaration.Resource resource -> ofResource(reference, resource, own);
            case Declaration.Param param -> property(symbol(param), reference, own);
            case Declaration.Variable variable -> property(symbol(variable), reference, own);
        };
    }

    static Diagnostic unknown(Expression.Reference reference, Collection<String> names, Findings findings) {
        return new Diagnostic(
                ResourceProblem.UNKNOWN_SYMBOL,
                reference.position(),
                "No param, variable or resource is called " + Quote.of(reference.name()) + ".",
                findings.nearest(reference.name(), names)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Declare it; put a text in single quotes."));
    }

    private Value ofResource(Expression.Reference reference, Declaration.Resource resource, Findings own) {
        List<Expression.Property> properties = reference.properties();
        String property = properties.size() == 1 ? properties.getFirst().name() : "";
        if (property.equals("id")) {
            return counted(scalar("/" + resource.name(), Type.TEXT, reference.position()), own);
        }
        if (property.equals("name")) {
            if (!under.add(resource.name())) {
                return circular(reference.position(), reference.name(), own);
            }
            Optional<Expression> name = resource.body().members().stream()
                    .filter(member -> member.key().value().equals("name"))
                    .map(Expression.Member::value)
                    .findFirst();
            // Its own finding, if it has one, is reported where the resource is read.
            Value value =
                    name.map(given -> value(given, new Findings())).orElseGet(() -> unreadable(reference.position()));
            under.remove(resource.name());
            return value;
        }
        own.report(
                ResourceProblem.BICEP_NOT_SUPPORTED,
                properties.isEmpty()
                        ? reference.position()
                        : properties.getFirst().position(),
                "Of a resource, Leat knows 'id' and 'name'.",
                "Write " + resource.name() + ".name, or the value itself.");
        return unreadable(reference.position());
    }

    private static Value property(Value value, Expression.Reference reference, Findings own) {
        YamlNode node = value.node();
        if (reference.properties().isEmpty() || !value.readable()) {
            return value;
        }
        for (Expression.Property property : reference.properties()) {
            Optional<YamlMapping.Entry> entry =
                    node instanceof YamlMapping mapping ? mapping.entry(property.name()) : Optional.empty();
            if (entry.isEmpty()) {
                own.report(
                        ResourceProblem.UNKNOWN_SYMBOL,
                        property.position(),
                        Quote.of(reference.name()) + " has no property " + Quote.of(property.name()) + " here.",
                        "Correct the name, or add the property.");
                return unreadable(reference.position());
            }
            node = entry.get().value();
        }
        return new Value(node, value.size(), value.depth(), true);
    }

    private Value symbol(Declaration declaration) {
        Value before = known.get(declaration.name());
        if (before != null) {
            return before;
        }
        if (!under.add(declaration.name())) {
            return circular(declaration.position(), declaration.name(), findings);
        }
        if (under.size() > MOST_DEPTH) {
            under.remove(declaration.name());
            return tooLarge(declaration.position(), findings);
        }
        Value value = switch (declaration) {
            case Declaration.Param param -> param(param);
            case Declaration.Variable variable -> value(variable.value(), findings);
            case Declaration.Resource resource -> unreadable(resource.position());
            case Declaration.Broken broken -> unreadable(broken.position());
        };
        under.remove(declaration.name());
        known.put(declaration.name(), value);
        return value;
    }

    private static Value circular(Position position, String name, Findings findings) {
        findings.report(
                ResourceProblem.UNKNOWN_SYMBOL,
                position,
                "The value of " + Quote.of(name) + " depends on itself.",
                "Write one of the values out.");
        return unreadable(position);
    }

    private Value param(Declaration.Param param) {
        String given = parameters.get(param.name());
        if (given == null && param.otherwise().isEmpty()) {
            findings.report(
                    ResourceProblem.MISSING_PARAMETER,
                    param.position(),
                    "The param " + Quote.of(param.name()) + " has no default, and no value was given.",
                    "Give it with --parameter " + param.name() + "=VALUE.");
            return unreadable(param.position());
        }
        Value value = given == null ? value(param.otherwise().orElseThrow(), findings) : given(param, given);
        if (value.readable() && !fits(param.type(), value.node())) {
            findings.report(
                    ResourceProblem.BAD_PARAMETER,
                    value.node().position(),
                    "The param " + Quote.of(param.name()) + " is of type " + param.type() + ", and its value is not.",
                    "Give a value of this type.");
            return unreadable(param.position());
        }
        return value;
    }

    private static boolean fits(String type, YamlNode node) {
        return switch (node) {
            case YamlMapping mapping -> type.equals("object");
            case YamlSequence sequence -> type.equals("array");
            case YamlScalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> type.equals("string");
                    case NUMBER -> type.equals("int");
                    case BOOLEAN -> type.equals("bool");
                    case NULL, UNREADABLE -> false;
                };
        };
    }

    /** A value of the command line: a text as it is, anything else as JSON. */
    private static Value given(Declaration.Param param, String text) {
        if (param.type().equals("string")) {
            return new Value(scalar(text, Type.TEXT, param.position()), 1, 1, true);
        }
        Findings json = new Findings();
        Optional<YamlNode> root = Yaml.read(
                        param.position().file(), text.getBytes(StandardCharsets.UTF_8), YamlLimits.DEFAULT, json)
                .root();
        if (root.isEmpty() || json.hasErrors()) {
            // Of no type, so that the param refuses it.
            return new Value(scalar("", Type.NULL, param.position()), 1, 1, true);
        }
        YamlNode node = moved(root.get(), param.position());
        return new Value(node, size(node), 1, true);
    }

    /** Everything in it at one place: a value of the command line has none of its own. */
    private static YamlNode moved(YamlNode node, Position position) {
        return switch (node) {
            case YamlScalar scalar -> scalar.at(position);
            case YamlSequence sequence ->
                new YamlSequence(
                        sequence.items().stream()
                                .map(item -> moved(item, position))
                                .toList(),
                        position);
            case YamlMapping mapping ->
                new YamlMapping(
                        mapping.entries().stream()
                                .map(entry ->
                                        new YamlMapping.Entry(entry.key().at(position), moved(entry.value(), position)))
                                .toList(),
                        position);
        };
    }

    private static int size(YamlNode node) {
        return switch (node) {
            case YamlScalar scalar -> 1;
            case YamlSequence sequence ->
                1 + sequence.items().stream().mapToInt(Evaluator::size).sum();
            case YamlMapping mapping ->
                1
                        + mapping.entries().stream()
                                .mapToInt(entry -> size(entry.value()))
                                .sum();
        };
    }

    private static YamlScalar scalar(String text, Type type, Position position) {
        return new YamlScalar(text, type, OptionalInt.empty(), position);
    }

    private static Value unreadable(Position position) {
        return new Value(scalar("", Type.UNREADABLE, position), 1, 1, false);
    }
}
