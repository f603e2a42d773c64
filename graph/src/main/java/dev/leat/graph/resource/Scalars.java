package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values: texts, words, numbers, flags. */
final class Scalars {

    /** No text of a resource is longer than this, but for values of Secrets and ConfigMaps. */
    static final int LONGEST_TEXT = 65_536;

    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Z][A-Z0-9_]*>");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private Scalars() {}

    /** Whether the text holds a placeholder of the documentation: rules about its form say nothing then. */
    static boolean hasPlaceholder(String text) {
        return PLACEHOLDER.matcher(text).find();
    }

    static Optional<Placed> filled(String key, YamlNode node, Context context) {
        Optional<Placed> text = text(key, node, context);
        if (text.filter(given -> given.value().isBlank()).isPresent()) {
            context.report(
                    ResourceProblem.EMPTY_TEXT,
                    text.get().position(),
                    "The value of " + Quote.of(key) + " is empty.",
                    "Write a value, or remove the key if it is optional.");
            return Optional.empty();
        }
        return text;
    }

    static Optional<Placed> text(String key, YamlNode node, Context context) {
        if (!(node instanceof YamlScalar scalar)) {
            wrongType(key, "text", node, context);
            return Optional.empty();
        }
        return switch (scalar.type()) {
            case TEXT -> bounded(key, scalar, context);
            case NUMBER, BOOLEAN -> {
                context.report(
                        ResourceProblem.UNQUOTED_TEXT,
                        scalar.position(),
                        "The value of " + Quote.of(key) + " must be text, and without quotes this is "
                                + scalar.describe() + ".",
                        "Put it in quotes.");
                yield Optional.of(new Placed(scalar.value(), scalar.position()));
            }
            case NULL -> {
                wrongType(key, "text", node, context);
                yield Optional.empty();
            }
            case UNREADABLE -> Optional.empty();
        };
    }

    private static Optional<Placed> bounded(String key, YamlScalar scalar, Context context) {
        if (scalar.value().length() > LONGEST_TEXT) {
            tooLong(key, new Placed(scalar.value(), scalar.position()), LONGEST_TEXT, context);
            return Optional.empty();
        }
        Matcher placeholder = PLACEHOLDER.matcher(scalar.value());
        if (placeholder.find()) {
            context.report(
                    ResourceProblem.PLACEHOLDER,
                    scalar.position(),
                    "The placeholder " + Quote.of(placeholder.group()) + " was not replaced.",
                    "Write your own value.");
        }
        return Optional.of(new Placed(scalar.value(), scalar.position()));
    }

    static void tooLong(String key, Placed text, int longest, Context context) {
        context.report(
                ResourceProblem.TEXT_TOO_LONG,
                text.position(),
                "The value of " + Quote.of(key) + " has " + text.value().length() + " characters; at most " + longest
                        + " are allowed.",
                "Choose a shorter one.");
    }

    /** The meaning of one of some words, in upper or lower case; a typo is reported and taken for what was meant. */
    static <E> Optional<E> choice(String key, Placed text, Words<E> words, Context context) {
        Optional<String> canonical = words.canonical(text.value());
        if (canonical.isPresent()) {
            // The product documents mode and its kin as free in this.
            if (!canonical.get().equals(text.value()) && words != Words.MODE) {
                context.report(
                        ResourceProblem.UNUSUAL_SPELLING,
                        text.position(),
                        "The value " + text.quoted() + " of " + Quote.of(key) + " is usually spelled otherwise.",
                        "Write '" + canonical.get() + "'.");
            }
            return canonical.map(words::meaning);
        }
        context.report(
                ResourceProblem.UNKNOWN_VALUE,
                text.position(),
                "The value of " + Quote.of(key) + " cannot be " + text.quoted() + ".",
                context.findings()
                        .nearest(text.value(), words.all())
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write one of " + String.join(", ", words.all()) + "."));
        return context.findings().typoOf(text.value(), words.all()).map(words::meaning);
    }

    static Optional<Long> number(String key, YamlNode node, long least, long most, Context context) {
        if (!(node instanceof YamlScalar scalar) || !mayBeNumber(scalar)) {
            wrongTypeUnlessUnreadable(key, "a whole number", node, context);
            return Optional.empty();
        }
        if (scalar.type() == YamlScalar.Type.TEXT) {
            quoted(key, "a number", scalar, context);
        }
        boolean whole = WHOLE.matcher(scalar.value()).matches();
        if (!whole || Long.parseLong(scalar.value()) < least || Long.parseLong(scalar.value()) > most) {
            context.report(
                    ResourceProblem.OUT_OF_RANGE,
                    scalar.position(),
                    "The value of " + Quote.of(key) + " must be a whole number from " + least + " to " + most + ", not "
                            + Quote.of(scalar.value()) + ".",
                    "Write a number in this range.");
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(scalar.value()));
    }

    private static boolean mayBeNumber(YamlScalar scalar) {
        return scalar.type() == YamlScalar.Type.NUMBER
                || (scalar.type() == YamlScalar.Type.TEXT
                        && WHOLE.matcher(scalar.value()).matches());
    }

    static Optional<Boolean> flag(String key, YamlNode node, Context context) {
        if (node instanceof YamlScalar scalar) {
            boolean isTrue = scalar.value().equalsIgnoreCase("true");
            if (scalar.type() == YamlScalar.Type.BOOLEAN) {
                return Optional.of(isTrue);
            }
            if (isTrue || scalar.value().equalsIgnoreCase("false")) {
                quoted(key, "a boolean", scalar, context);
                return Optional.of(isTrue);
            }
        }
        wrongTypeUnlessUnreadable(key, "true or false", node, context);
        return Optional.empty();
    }

    private static void quoted(String key, String type, YamlScalar scalar, Context context) {
        context.report(
                ResourceProblem.QUOTED_VALUE,
                scalar.position(),
                "The value of " + Quote.of(key) + " is a text; it should be " + type + ".",
                "Write it without quotes.");
    }

    private static void wrongTypeUnlessUnreadable(String key, String expected, YamlNode actual, Context context) {
        if (!Fields.isUnreadable(actual)) {
            wrongType(key, expected, actual, context);
        }
    }

    static void wrongType(String key, String expected, YamlNode actual, Context context) {
        context.report(
                ResourceProblem.WRONG_TYPE,
                actual.position(),
                "The value of " + Quote.of(key) + " must be " + expected + ", not " + actual.describe() + ".",
                "Write " + expected + ".");
    }
}
