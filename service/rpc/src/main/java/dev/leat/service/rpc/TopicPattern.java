package dev.leat.service.rpc;

import dev.leat.operator.service.CommandException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A topic with tokens, such as {@code rpc/{executorId}/{commandName}}. A token is a whole level: a name of letters, digits,
 * hyphens and underscores in braces, with {@code ex:} before names of the user's own.
 */
final class TopicPattern {

    private static final String CUSTOM = "ex:";
    private static final int MOST_BYTES = 0xFFFF;

    private final String text;
    private final List<String> levels;

    private TopicPattern(String text) {
        this.text = text;
        this.levels = List.of(text.split("/", -1));
    }

    /**
     * @param what the pattern is, for the message
     * @throws CommandException {@link CommandException.Reason#CONFIGURATION_INVALID} that quotes what is wrong
     */
    static TopicPattern parse(String what, String text) {
        if (text.isEmpty()) {
            throw invalid("the " + what + " is empty");
        }
        if (text.startsWith("$")) {
            throw invalid("the " + what + " '" + text + "' begins with $");
        }
        TopicPattern pattern = new TopicPattern(text);
        for (String level : pattern.levels) {
            if (level.isEmpty()) {
                throw invalid("the " + what + " '" + text + "' has an empty level");
            }
            if (level.startsWith("{") && level.endsWith("}")) {
                String name = level.substring(1, level.length() - 1);
                if (!isName(name.startsWith(CUSTOM) ? name.substring(CUSTOM.length()) : name)) {
                    throw invalid("the " + what + " '" + text + "' has a token without a proper name: " + level);
                }
            } else if (!isLevel(level)) {
                throw invalid("the " + what + " '" + text + "' has a level that is no topic's and no token: " + level);
            }
        }
        return pattern;
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    /** Whether the text can stand for a level: no slash, wildcard, brace, space at all or character that does not print. */
    static boolean isLevel(String text) {
        return !text.isEmpty()
                && text.chars()
                        .noneMatch(
                                c -> c <= ' ' || c == 0x7f || c == '/' || c == '+' || c == '#' || c == '{' || c == '}')
                && wellFormed(text);
    }

    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** This pattern with other levels before it. */
    TopicPattern after(TopicPattern first) {
        return new TopicPattern(first.text + "/" + text);
    }

    /**
     * The topic with each token replaced.
     *
     * @throws CommandException {@link CommandException.Reason#CONFIGURATION_INVALID} where a token has no value or one that
     *     is no level
     */
    String topic(Map<String, String> tokens) {
        return replace(tokens, false);
    }

    /** The filter for all topics of this pattern: tokens without a value are wildcards. */
    String filter(Map<String, String> tokens) {
        return replace(tokens, true);
    }

    private String replace(Map<String, String> tokens, boolean wildcards) {
        List<String> result = new ArrayList<>(levels.size());
        for (String level : levels) {
            if (!isToken(level)) {
                result.add(level);
                continue;
            }
            Optional<String> value = value(level, tokens);
            if (value.isEmpty()) {
                if (!wildcards) {
                    throw invalid("the token " + level + " of the topic '" + text + "' has no value");
                }
                result.add("+");
            } else if (!isLevel(value.get())) {
                throw invalid("the token " + level + " of the topic '" + text
                        + "' has a value that cannot be a level of a topic: '" + value.get() + "'");
            } else {
                result.add(value.get());
            }
        }
        String topic = String.join("/", result);
        if (topic.length() > MOST_BYTES / 4 && topic.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw invalid("the topic '" + text + "' takes more than " + MOST_BYTES + " bytes with its tokens' values");
        }
        return topic;
    }

    /** What the tokens stand for in a topic of this pattern; empty where it is none. */
    Optional<Map<String, String>> match(String topic) {
        String[] parts = topic.split("/", -1);
        if (parts.length != levels.size()) {
            return Optional.empty();
        }
        Map<String, String> tokens = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String level = levels.get(i);
            if (isToken(level)) {
                String before = tokens.put(level.substring(1, level.length() - 1), parts[i]);
                if (parts[i].isEmpty() || (before != null && !before.equals(parts[i]))) {
                    return Optional.empty();
                }
            } else if (!level.equals(parts[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(tokens);
    }

    private static boolean isToken(String level) {
        return level.startsWith("{");
    }

    /** Values may be given under a custom token's name with {@code ex:} or without. */
    private static Optional<String> value(String level, Map<String, String> tokens) {
        String name = level.substring(1, level.length() - 1);
        String value = tokens.get(name);
        if (value == null && name.startsWith(CUSTOM)) {
            value = tokens.get(name.substring(CUSTOM.length()));
        }
        return Optional.ofNullable(value);
    }

    private static CommandException invalid(String what) {
        return new CommandException(CommandException.Reason.CONFIGURATION_INVALID, RpcProblem.OPTIONS.says(what));
    }

    @Override
    public String toString() {
        return text;
    }
}
