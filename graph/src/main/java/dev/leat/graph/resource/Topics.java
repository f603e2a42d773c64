package dev.leat.graph.resource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MQTT's rules for topics and topic filters (MQTT 5.0, section 4.7), Kafka's for topics, and variables in topics. */
final class Topics {

    private static final int MOST_BYTES = 65_535;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}?");
    private static final Pattern INPUT_LEVEL = Pattern.compile("inputTopic\\.([1-9][0-9]{0,3})");
    private static final Pattern KAFKA = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private Topics() {}

    /** A topic filter with {@code $share} for the product's {@code $shared}. */
    static String normalized(String filter) {
        return filter.startsWith("$shared/") ? "$share/" + filter.substring("$shared/".length()) : filter;
    }

    /** What keeps a text from being a topic filter, as a sentence. */
    static Optional<String> faultInFilter(String text) {
        String filter = normalized(text);
        if (filter.startsWith("$share/") || filter.equals("$share")) {
            String[] parts = filter.split("/", 3);
            if (parts.length < 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
                return Optional.of("A shared subscription is '$share/GROUP/FILTER'; a part is missing.");
            }
            if (parts[1].contains("+") || parts[1].contains("#")) {
                return Optional.of("The group of a shared subscription has no '+' and no '#'.");
            }
            return faultInLevels(parts[2]);
        }
        return faultInLevels(filter);
    }

    private static Optional<String> faultInLevels(String filter) {
        String[] levels = filter.split("/", -1);
        for (int index = 0; index < levels.length; index++) {
            String level = levels[index];
            if (level.contains("#") && (!level.equals("#") || index < levels.length - 1)) {
                return Optional.of("'#' must stand alone in the last level of a filter.");
            }
            if (level.contains("+") && !level.equals("+")) {
                return Optional.of("'+' must stand alone in its level of a filter.");
            }
        }
        return faultInAny(filter);
    }

    /** What keeps a text from being a topic to publish to, as a sentence. */
    static Optional<String> faultInTopic(String topic) {
        if (topic.contains("+") || topic.contains("#")) {
            return Optional.of("A topic to publish to has no '+' and no '#'.");
        }
        if (topic.startsWith("$share/") || topic.startsWith("$shared/")) {
            return Optional.of("Shared subscriptions are for sources.");
        }
        return faultInAny(topic);
    }

    private static Optional<String> faultInAny(String text) {
        if (text.isEmpty()) {
            return Optional.of("A topic is not empty.");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("A topic has no control characters.");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of("A topic is at most " + MOST_BYTES + " bytes long.");
        }
        return Optional.empty();
    }

    static boolean isKafkaTopic(String text) {
        return KAFKA.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    /** What a variable of a destination's topic means, or empty for one that there is not. */
    private static Optional<DestinationTopic.Part> variable(String name) {
        Matcher level = INPUT_LEVEL.matcher(name);
        if (level.matches()) {
            return Optional.of(new DestinationTopic.Part.InputLevel(Integer.parseInt(level.group(1))));
        }
        return switch (name) {
            case "inputTopic" -> Optional.of(new DestinationTopic.Part.InputTopic());
            case "outputTopic" -> Optional.of(new DestinationTopic.Part.OutputTopic());
            default -> Optional.empty();
        };
    }

    /** A topic cut into texts and variables; the first variable that there is not goes to {@code unknown}. */
    static List<DestinationTopic.Part> parts(String topic, List<String> unknown) {
        List<DestinationTopic.Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(topic);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                parts.add(new DestinationTopic.Part.Text(topic.substring(end, matcher.start())));
            }
            String written = matcher.group();
            Optional<DestinationTopic.Part> part =
                    written.endsWith("}") ? variable(matcher.group(1)) : Optional.empty();
            part.ifPresentOrElse(parts::add, () -> unknown.add(written));
            end = matcher.end();
        }
        if (end < topic.length()) {
            parts.add(new DestinationTopic.Part.Text(topic.substring(end)));
        }
        return parts;
    }

    /** Whether a message to the topic would come in by the filter. */
    static boolean matches(String filter, String topic) {
        String plain = normalized(filter);
        if (plain.startsWith("$share/")) {
            String[] parts = plain.split("/", 3);
            plain = parts.length == 3 ? parts[2] : plain;
        }
        String[] wanted = plain.split("/", -1);
        String[] given = topic.split("/", -1);
        if (topic.startsWith("$") && (wanted[0].equals("#") || wanted[0].equals("+"))) {
            return false;
        }
        for (int index = 0; index < wanted.length; index++) {
            if (wanted[index].equals("#")) {
                return true;
            }
            if (index >= given.length || (!wanted[index].equals("+") && !wanted[index].equals(given[index]))) {
                return false;
            }
        }
        return wanted.length == given.length;
    }
}
