package dev.leat.service.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.function.Function;

/** Which texts are dates and times in ISO 8601; a space may stand for the T. */
final class Times {

    private Times() {}

    static boolean isDate(String text) {
        return parses(text, LocalDate::parse);
    }

    /** With a zone, or without: a timestamp without one counts as UTC. */
    static boolean isInstant(String text) {
        return parses(withT(text), OffsetDateTime::parse) || isLocal(text);
    }

    static boolean isLocal(String text) {
        return parses(withT(text), LocalDateTime::parse);
    }

    private static String withT(String text) {
        return text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
    }

    private static boolean parses(String text, Function<String, TemporalAccessor> parser) {
        if (text.length() > 64) {
            return false;
        }
        try {
            return parser.apply(text) != null;
        } catch (DateTimeException other) {
            return false;
        }
    }
}
