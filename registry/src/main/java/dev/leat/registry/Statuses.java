package dev.leat.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer's status means, in words. */
final class Statuses {

    private static final Duration MOST_PATIENCE = Duration.ofDays(1);

    private Statuses() {}

    /** @param what was asked, as the beginning of a sentence */
    static RegistryException failure(HttpTransport.Answer answer, String what) {
        int status = answer.status();
        RegistryError error = switch (status) {
            case 401, 403 -> RegistryError.DENIED;
            case 404 -> RegistryError.NOT_FOUND;
            case 413 -> RegistryError.TOO_LARGE;
            case 429 -> RegistryError.RATE_LIMITED;
            default -> status >= 500 ? RegistryError.REGISTRY_FAILED : RegistryError.UNEXPECTED_ANSWER;
        };
        String said = said(answer);
        return new RegistryException(
                error,
                what + ": status " + status + (said.isEmpty() ? "" : ", '" + said + "'"),
                null,
                retryAfter(answer).orElse(null));
    }

    /** The first error of the registry's own words. */
    private static String said(HttpTransport.Answer answer) {
        try {
            JsonNode root = Manifest.JSON.readTree(answer.body());
            JsonNode first = root == null ? null : root.path("errors").path(0);
            if (first == null || !first.isObject()) {
                return "";
            }
            String code = first.path("code").asText("");
            String message = first.path("message").asText("");
            return RegistryException.printable(code + (code.isEmpty() || message.isEmpty() ? "" : ": ") + message);
        } catch (IOException noJson) {
            return "";
        }
    }

    /** Seconds or a date (RFC 9110, 10.2.3), a day at most. */
    static Optional<Duration> retryAfter(HttpTransport.Answer answer) {
        return answer.header("Retry-After").map(String::strip).map(Statuses::wait);
    }

    private static @Nullable Duration wait(String text) {
        Duration wait;
        try {
            wait = text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException noDate) {
            return null;
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : wait;
    }
}
