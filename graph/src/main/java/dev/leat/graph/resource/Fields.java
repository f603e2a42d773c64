package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Problem;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one object of a resource by its keys and reports what does not fit, each thing once. A mistyped key is reported
 * and then read as what it was meant to be.
 */
final class Fields {

    private final YamlMapping mapping;
    private final String noun;
    private final List<String> keys;
    private final Context context;
    private final Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();

    /**
     * What a document is read with.
     *
     * @param complete false where the file could not be read to its end: then nothing is missing
     * @param readable false where a value could not be read, and the finding about it is elsewhere
     */
    record Context(Findings findings, boolean complete, boolean readable) {

        void report(Problem problem, Position position, String message, String hint) {
            findings.report(problem, position, message, hint);
        }
    }

    private Fields(YamlMapping mapping, String noun, List<String> keys, Context context) {
        this.mapping = mapping;
        this.noun = noun;
        this.keys = keys;
        this.context = context;
    }

    /** A reader for the node if it is a mapping; otherwise that is reported. */
    static Optional<Fields> of(YamlNode node, Context context, String noun, List<String> keys) {
        if (node instanceof YamlMapping mapping) {
            Fields fields = new Fields(mapping, noun, keys, context);
            mapping.entries().forEach(fields::sort);
            return Optional.of(fields);
        }
        if (!isUnreadable(node)) {
            context.report(
                    ResourceProblem.WRONG_TYPE,
                    node.position(),
                    "Here belongs " + noun + " with keys and values, not " + node.describe() + ".",
                    keys.isEmpty()
                            ? "Write keys below it."
                            : "Write the keys " + String.join(", ", keys) + " below it.");
        }
        return Optional.empty();
    }

    Context context() {
        return context;
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

    /** Whether the key is there with a value. */
    boolean has(String key) {
        return value(key).isPresent();
    }

    /** The value of a key that may be left out or be null. */
    Optional<YamlNode> value(String key) {
        return Optional.ofNullable(entries.get(key))
                .map(YamlMapping.Entry::value)
                .filter(node -> !isNull(node));
    }

    /** The value of a key that must be there. */
    Optional<YamlNode> required(String key) {
        Optional<YamlNode> value = value(key);
        if (value.isEmpty() && context.complete()) {
            boolean given = entries.containsKey(key);
            report(
                    ResourceProblem.MISSING_KEY,
                    positionOf(key),
                    given
                            ? "The key " + Quote.of(key) + " of " + noun + " has no value."
                            : capital(noun) + " must have the key " + Quote.of(key) + ".",
                    given ? "Write a value after the colon." : "Add '" + key + ": ...' here.");
        }
        return value;
    }

    /** A text that may be left out, but not be blank. */
    Optional<Placed> text(String key) {
        return value(key).flatMap(node -> Scalars.filled(key, node, context));
    }

    /** A text that must be there, and not blank. */
    Optional<Placed> requiredText(String key) {
        return required(key).flatMap(node -> Scalars.filled(key, node, context));
    }

    /** A text that must be there, and may be empty. */
    Optional<Placed> anyText(String key) {
        return required(key).flatMap(node -> Scalars.text(key, node, context));
    }

    Optional<String> string(String key) {
        return text(key).map(Placed::value);
    }

    /** One of some words, which may be left out. */
    <E> Optional<E> choice(String key, Words<E> words) {
        return text(key).flatMap(text -> Scalars.choice(key, text, words, context));
    }

    <E> Optional<E> requiredChoice(String key, Words<E> words) {
        return requiredText(key).flatMap(text -> Scalars.choice(key, text, words, context));
    }

    /** Whether the key, which may be left out, says Enabled. */
    boolean enabled(String key, boolean otherwise) {
        return choice(key, Words.MODE).map(mode -> mode == Mode.ENABLED).orElse(otherwise);
    }

    /** A whole number between two bounds, which may be left out. */
    long number(String key, long least, long most, long otherwise) {
        return value(key)
                .flatMap(node -> Scalars.number(key, node, least, most, context))
                .orElse(otherwise);
    }

    int integer(String key, int least, int most, int otherwise) {
        return (int) number(key, least, most, otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return value(key).flatMap(node -> Scalars.flag(key, node, context)).orElse(otherwise);
    }

    /** The items of a list that may be left out. */
    List<YamlNode> list(String key) {
        return value(key).flatMap(node -> items(key, node)).orElse(List.of());
    }

    /** The items of a list that must be there; empty where it is not. */
    Optional<List<YamlNode>> requiredList(String key) {
        return required(key).flatMap(node -> items(key, node));
    }

    /** The items of a list that must be there and have some. */
    Optional<List<YamlNode>> filledList(String key) {
        Optional<List<YamlNode>> items = requiredList(key);
        if (items.filter(List::isEmpty).isPresent() && context.complete()) {
            report(
                    ResourceProblem.EMPTY_LIST,
                    positionOf(key),
                    "The list " + Quote.of(key) + " has no items.",
                    "Add at least one item.");
        }
        return items;
    }

    Optional<Fields> object(String key, String objectNoun, String... objectKeys) {
        return value(key).flatMap(node -> of(node, context, objectNoun, List.of(objectKeys)));
    }

    Optional<Fields> requiredObject(String key, String objectNoun, String... objectKeys) {
        return required(key).flatMap(node -> of(node, context, objectNoun, List.of(objectKeys)));
    }

    /** Values that are texts under keys of the user's own. */
    Map<String, Placed> texts(String key) {
        Map<String, Placed> texts = new LinkedHashMap<>();
        value(key).ifPresent(node -> {
            if (node instanceof YamlMapping object) {
                object.entries()
                        .forEach(entry -> Scalars.text(entry.name(), entry.value(), context)
                                .ifPresent(text -> texts.put(entry.name(), text)));
            } else if (!isUnreadable(node)) {
                wrongType(key, "a mapping from keys to texts", node);
            }
        });
        return texts;
    }

    /** What has no effect because of something else. */
    void withoutEffect(String key, String reason) {
        if (has(key)) {
            report(
                    ResourceProblem.SETTING_WITHOUT_EFFECT,
                    positionOf(key),
                    Quote.of(key) + " has no effect, because " + reason + ".",
                    "Remove it, or change the other.");
        }
    }

    void wrongType(String key, String expected, YamlNode actual) {
        Scalars.wrongType(key, expected, actual, context);
    }

    void report(Problem problem, Position position, String message, String hint) {
        context.report(problem, position, message, hint);
    }

    private Optional<List<YamlNode>> items(String key, YamlNode node) {
        if (node instanceof YamlSequence sequence) {
            return Optional.of(sequence.items());
        }
        if (!isUnreadable(node)) {
            wrongType(key, "a list", node);
        }
        return Optional.empty();
    }

    /** Files an entry under its key, or under the key that it was meant to have. */
    private void sort(YamlMapping.Entry entry) {
        String key = entry.name();
        if (keys.contains(key)) {
            entries.put(key, entry);
            return;
        }
        if (key.equals("status") || key.equals("provisioningState")) {
            report(
                    ResourceProblem.READ_ONLY_KEY,
                    entry.key().position(),
                    "The key " + Quote.of(key) + " is written by what runs the resource; it is not read.",
                    "Remove it.");
            return;
        }
        List<String> free = keys.stream()
                .filter(known -> mapping.entry(known).isEmpty() && !entries.containsKey(known))
                .toList();
        report(
                ResourceProblem.UNKNOWN_KEY,
                entry.key().position(),
                capital(noun) + " has no key " + Quote.of(key) + ".",
                context.findings()
                        .nearest(key, free)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse(keys.isEmpty() ? "Remove it." : "Known keys: " + String.join(", ", keys) + "."));
        context.findings().typoOf(key, free).ifPresent(meant -> entries.put(meant, entry));
    }

    private static String capital(String noun) {
        return Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
    }

    static boolean isNull(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.NULL;
    }

    static boolean isUnreadable(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.UNREADABLE;
    }
}
