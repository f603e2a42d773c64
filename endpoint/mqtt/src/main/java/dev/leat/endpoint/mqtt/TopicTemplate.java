package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic to write to, with variables that each record has values for: {@code ${inputTopic}}, the topic that it came by;
 * {@code ${inputTopic.N}}, the N-th level of that, from 1, slashes at its ends aside; {@code ${outputTopic}}, the message's
 * own topic. Immutable.
 */
public final class TopicTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]*)}");
    private static final Pattern INPUT_LEVEL = Pattern.compile("inputTopic\\.([1-9]\\d{0,4})");
    private static final Pattern NOT_IN_TOPICS = Pattern.compile("[+#\\x00]");

    private sealed interface Part {

        record Text(String value) implements Part {}

        record InputTopic() implements Part {}

        record InputLevel(int number) implements Part {}

        record OutputTopic() implements Part {}
    }

    private final String text;
    private final List<Part> parts;
    private final @Nullable MqttTopic fixed;

    private TopicTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        this.fixed = parts.stream().allMatch(Part.Text.class::isInstance) ? fixed(text) : null;
    }

    private static MqttTopic fixed(String text) {
        try {
            return MqttTopic.of(text);
        } catch (IllegalArgumentException invalid) {
            throw invalid(text, invalid.getMessage());
        }
    }

    /**
     * Reads a topic as a user writes it.
     *
     * @throws MqttEndpointException {@link MqttError#TOPIC_INVALID} where a variable is unknown, or what is around
     *     variables cannot be part of a topic
     */
    public static TopicTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(text);
        int end = 0;
        while (variables.find()) {
            addText(parts, text, text.substring(end, variables.start()));
            parts.add(variable(text, variables.group(1)));
            end = variables.end();
        }
        addText(parts, text, text.substring(end));
        return new TopicTemplate(text, parts);
    }

    private static void addText(List<Part> parts, String whole, String part) {
        if (part.contains("${")) {
            throw invalid(whole, "a variable has no end: write ${NAME}");
        }
        if (NOT_IN_TOPICS.matcher(part).find()) {
            throw invalid(whole, "+ and # are for filters");
        }
        if (!part.isEmpty()) {
            parts.add(new Part.Text(part));
        }
    }

    private static Part variable(String whole, String name) {
        Matcher level = INPUT_LEVEL.matcher(name);
        if (level.matches()) {
            return new Part.InputLevel(Integer.parseInt(level.group(1)));
        }
        return switch (name) {
            case "inputTopic" -> new Part.InputTopic();
            case "outputTopic" -> new Part.OutputTopic();
            default ->
                throw invalid(
                        whole,
                        "there is no variable ${" + name
                                + "}; there are ${inputTopic}, ${inputTopic.N} with N from 1, and ${outputTopic}");
        };
    }

    private static MqttEndpointException invalid(String text, @Nullable String reason) {
        return new MqttEndpointException(MqttError.TOPIC_INVALID, "'" + text + "' is no topic: " + reason, null);
    }

    /** Whether it is the same for every record. */
    public boolean isFixed() {
        return fixed != null;
    }

    /**
     * The topic for a record.
     *
     * @param input the topic that the record came by; empty where it is not known
     * @param output the message's own topic; empty where there is none
     * @throws MqttEndpointException {@link MqttError#TOPIC_UNRESOLVED}
     */
    MqttTopic resolve(Bytes input, Bytes output) {
        if (fixed != null) {
            return fixed;
        }
        StringBuilder topic = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String value) -> topic.append(value);
                case Part.InputTopic() -> topic.append(known(input, "inputTopic"));
                case Part.OutputTopic() -> topic.append(known(output, "outputTopic"));
                case Part.InputLevel(int number) -> topic.append(level(known(input, "inputTopic." + number), number));
            }
        }
        try {
            return MqttTopic.of(topic.toString());
        } catch (IllegalArgumentException invalid) {
            throw unresolved("makes '" + topic + "', which is no topic: " + invalid.getMessage());
        }
    }

    private String known(Bytes topic, String variable) {
        if (topic.isEmpty()) {
            throw unresolved("has no value for ${" + variable + "}");
        }
        return topic.asStrictUtf8()
                .orElseThrow(() -> unresolved("has no value for ${" + variable + "}: that topic is not UTF-8"));
    }

    private String level(String topic, int number) {
        int from = 0;
        int to = topic.length();
        while (from < to && topic.charAt(from) == '/') {
            from++;
        }
        while (to > from && topic.charAt(to - 1) == '/') {
            to--;
        }
        String[] levels = topic.substring(from, to).split("/", -1);
        if (number > levels.length) {
            throw unresolved("has no value for ${inputTopic." + number + "}: the record came by '" + topic + "'");
        }
        return levels[number - 1];
    }

    private MqttEndpointException unresolved(String reason) {
        return new MqttEndpointException(MqttError.TOPIC_UNRESOLVED, "the topic '" + text + "' " + reason, null);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
