package dev.leat.graph.resource;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Leat can do with a resource and the product cannot: annotations ({@code tags} in Bicep) that begin with {@value
 * #PREFIX}. Other runtimes pass over them.
 */
public enum Annotation {
    /** How often a registry is asked whether a tag has moved; {@code 0s} for never. */
    POLL_INTERVAL("poll-interval", Form.DURATION, ResourceKind.REGISTRY_ENDPOINT, ResourceKind.DATAFLOW_GRAPH),
    /** Whether a registry is spoken to without TLS. */
    PLAIN_HTTP("plain-http", Form.BOOLEAN, ResourceKind.REGISTRY_ENDPOINT),
    /** How far behind a source's latest record others may be. */
    ALLOWED_LATENESS("allowed-lateness", Form.DURATION, ResourceKind.DATAFLOW_GRAPH),
    /** How long a source may be silent before the wall clock moves its time on. */
    IDLE_AFTER("idle-after", Form.DURATION, ResourceKind.DATAFLOW_GRAPH),
    /** A topic of the local broker for records that are lost to an error. */
    DEAD_LETTER("dead-letter", Form.TOPIC, ResourceKind.DATAFLOW_GRAPH),
    /** Whether records are held against the schemas of their connections. */
    VALIDATE("validate", Form.BOOLEAN, ResourceKind.DATAFLOW_GRAPH);

    /** What Leat's annotations begin with. */
    public static final String PREFIX = "leat.dev/";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    /** What the value of an annotation looks like; the text is the hint where it does not. */
    enum Form {
        BOOLEAN("Write \"true\" or \"false\"."),
        DURATION("Write a whole number and ms, s, m or h, such as 30s."),
        TOPIC("Write a topic without wildcards and variables.");

        private final String hint;

        Form(String hint) {
            this.hint = hint;
        }

        String hint() {
            return hint;
        }

        boolean takes(String value) {
            return switch (this) {
                case BOOLEAN -> value.equals("true") || value.equals("false");
                case DURATION -> duration(value).isPresent();
                case TOPIC -> Topics.faultInTopic(value).isEmpty() && !value.contains("${");
            };
        }
    }

    private final String name;
    private final Form form;
    private final Set<ResourceKind> kinds;

    Annotation(String name, Form form, ResourceKind first, ResourceKind... others) {
        this.name = name;
        this.form = form;
        this.kinds = EnumSet.of(first, others);
    }

    /** The whole key, such as {@code leat.dev/poll-interval}. */
    public String key() {
        return PREFIX + name;
    }

    /** A duration as annotations write it: a whole number and {@code ms}, {@code s}, {@code m} or {@code h}. */
    public static Optional<Duration> duration(String value) {
        Matcher matcher = DURATION.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                });
    }

    Form form() {
        return form;
    }

    static List<Annotation> of(ResourceKind kind) {
        return Arrays.stream(values())
                .filter(annotation -> annotation.kinds.contains(kind))
                .toList();
    }
}
