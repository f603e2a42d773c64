package dev.leat.graph;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Problem;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one object of a file by its keys and reports what does not fit, each thing once. A mistyped key is reported and
 * then read as what it was meant to be.
 */
final class ObjectReader {

    static final int LONGEST_NAME = 256;

    private final YamlMapping mapping;
    private final Shape shape;
    private final Findings findings;
    private final boolean complete;
    private final Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();

    private ObjectReader(YamlMapping mapping, Shape shape, Findings findings, boolean complete) {
        this.mapping = mapping;
        this.shape = shape;
        this.findings = findings;
        this.complete = complete;
    }

    /**
     * A reader for the node if it is a mapping; otherwise that is reported.
     *
     * @param complete false where the file could not be read to its end: then no key is missing
     */
    static Optional<ObjectReader> of(YamlNode node, Shape shape, Findings findings, boolean complete) {
        if (node instanceof YamlMapping mapping) {
            ObjectReader reader = new ObjectReader(mapping, shape, findings, complete);
            mapping.entries().forEach(reader::sort);
            return Optional.of(reader);
        }
        if (!isUnreadable(node)) {
            findings.report(
                    GraphProblem.WRONG_TYPE,
                    node.position(),
                    "Here belongs " + shape.noun() + " with keys and values, not " + node.describe() + ".",
                    "Write the keys " + String.join(", ", shape.keys()) + " below it.");
        }
        return Optional.empty();
    }

    Position position() {
        return mapping.position();
    }

    /** Where the key stands, or the object if it does not. */
    Position positionOf(String key) {
        return Optional.ofNullable(entries.get(key))
                .map(entry -> entry.key().position())
                .orElse(position());
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key that may be left out or be null. */
    Optional<YamlNode> value(String key) {
        return Optional.ofNullable(entries.get(key))
                .map(YamlMapping.Entry::value)
                .filter(node -> !isNull(node));
    }

    /** The value of a key that must be there. */
    Optional<YamlNode> requiredValue(String key) {
        YamlMapping.Entry entry = entries.get(key);
        if (entry == null) {
            if (complete) {
                report(
                        GraphProblem.MISSING_KEY,
                        position(),
                        capital(shape.noun()) + " must have the key " + Quote.of(key) + ".",
                        "Add '" + key + ": ...' here.");
            }
            return Optional.empty();
        }
        if (isNull(entry.value())) {
            if (complete) {
                report(
                        GraphProblem.MISSING_KEY,
                        entry.key().position(),
                        "The key " + Quote.of(key) + " of " + shape.noun() + " has no value.",
                        "Write a value after the colon.");
            }
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    /** Any text, which may be left out. */
    Optional<Text> text(String key) {
        return value(key).flatMap(node -> asText(key, node));
    }

    /** A text that must be there, and not blank. */
    Optional<Text> requiredText(String key) {
        return requiredValue(key).flatMap(node -> asText(key, node)).filter(text -> isFilled(key, text));
    }

    /** A text that may be left out, but not be blank. */
    Optional<Text> filledText(String key) {
        return text(key).filter(text -> isFilled(key, text));
    }

    /** A name that must be there: not blank, and of bounded length. */
    Optional<Text> requiredName(String key) {
        return requiredText(key).filter(text -> isShort(key, text, LONGEST_NAME));
    }

    boolean isShort(String key, Text text, int longest) {
        if (text.value().length() <= longest) {
            return true;
        }
        report(
                GraphProblem.TEXT_TOO_LONG,
                text.position(),
                "The value of " + Quote.of(key) + " has " + text.value().length() + " characters; at most " + longest
                        + " are allowed.",
                "Choose a shorter one.");
        return false;
    }

    /** True or false, where false is what is meant if it is left out. */
    boolean flag(String key) {
        Optional<YamlNode> node = value(key);
        if (node.isEmpty() || isUnreadable(node.get())) {
            return false;
        }
        if (node.get() instanceof YamlScalar scalar) {
            boolean isTrue = scalar.value().equalsIgnoreCase("true");
            if (scalar.type() == YamlScalar.Type.BOOLEAN) {
                return isTrue;
            }
            if (isTrue || scalar.value().equalsIgnoreCase("false")) {
                report(
                        GraphProblem.QUOTED_BOOLEAN,
                        scalar.position(),
                        "The value of " + Quote.of(key) + " is a text; it should be a boolean.",
                        "Write " + isTrue + " without quotes.");
                return isTrue;
            }
        }
        wrongType(key, "true or false", node.get());
        return false;
    }

    /** The items of a list that may be left out. */
    List<YamlNode> list(String key) {
        return value(key).map(node -> asList(key, node)).orElse(List.of());
    }

    /** The items of a list that must be there; empty where it is not. */
    Optional<List<YamlNode>> requiredList(String key) {
        return requiredValue(key).filter(node -> isList(key, node)).map(node -> asList(key, node));
    }

    Optional<ObjectReader> object(YamlNode node, Shape objectShape) {
        return of(node, objectShape, findings, complete);
    }

    void wrongType(String key, String expected, YamlNode actual) {
        report(
                GraphProblem.WRONG_TYPE,
                actual.position(),
                "The value of " + Quote.of(key) + " must be " + expected + ", not " + actual.describe() + ".",
                "Write " + expected + ".");
    }

    void report(Problem problem, Position position, String message, String hint) {
        findings.report(problem, position, message, hint);
    }

    private List<YamlNode> asList(String key, YamlNode node) {
        return isList(key, node) && node instanceof YamlSequence sequence ? sequence.items() : List.of();
    }

    private boolean isList(String key, YamlNode node) {
        if (!(node instanceof YamlSequence) && !isUnreadable(node)) {
            wrongType(key, "a list", node);
        }
        return node instanceof YamlSequence;
    }

    private Optional<Text> asText(String key, YamlNode node) {
        if (!(node instanceof YamlScalar scalar)) {
            wrongType(key, "text", node);
            return Optional.empty();
        }
        return switch (scalar.type()) {
            case TEXT -> Optional.of(new Text(scalar.value(), scalar.position()));
            case NUMBER, BOOLEAN -> {
                report(
                        GraphProblem.UNQUOTED_TEXT,
                        scalar.position(),
                        "The value of " + Quote.of(key) + " must be text, and without quotes YAML reads "
                                + scalar.describe() + ".",
                        "Write \"" + scalar.value() + "\" in quotes.");
                yield Optional.of(new Text(scalar.value(), scalar.position()));
            }
            case NULL, UNREADABLE -> Optional.empty();
        };
    }

    private boolean isFilled(String key, Text text) {
        if (!text.value().isBlank()) {
            return true;
        }
        report(
                GraphProblem.EMPTY_TEXT,
                text.position(),
                "The value of " + Quote.of(key) + " is empty.",
                "Write a value, or remove the key if it is optional.");
        return false;
    }

    /** Files an entry under its key, or under the key that it was meant to have. */
    private void sort(YamlMapping.Entry entry) {
        String key = entry.name();
        if (shape.keys().contains(key)) {
            entries.put(key, entry);
            return;
        }
        List<String> free = shape.keys().stream()
                .filter(known -> mapping.entry(known).isEmpty() && !entries.containsKey(known))
                .toList();
        if (shape.closed()) {
            report(
                    GraphProblem.UNKNOWN_KEY,
                    entry.key().position(),
                    capital(shape.noun()) + " has no key " + Quote.of(key) + ".",
                    hintFor(key, free));
            Nearest.typoOf(key, free).ifPresent(meant -> entries.put(meant, entry));
        } else {
            Nearest.typoOf(key, free)
                    .ifPresent(meant -> report(
                            GraphProblem.MISSPELLED_KEY,
                            entry.key().position(),
                            "The key " + Quote.of(key) + " has no effect.",
                            "Did you mean '" + meant + "'?"));
        }
    }

    private String hintFor(String key, List<String> free) {
        if (key.equals("<<")) {
            return "YAML 1.2 has no merge keys: write out the keys that are meant.";
        }
        return Nearest.to(key, free)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Known keys: " + String.join(", ", shape.keys()) + ".");
    }

    private static String capital(String noun) {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.NULL;
    }

    private static boolean isUnreadable(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.UNREADABLE;
    }
}
