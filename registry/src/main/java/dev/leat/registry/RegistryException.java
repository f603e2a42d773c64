package dev.leat.registry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry does not do what was asked of it. The message carries code, place, reason and hint, and no secrets. */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARACTERS = 300;

    private final RegistryError error;
    private final String reason;
    private final @Nullable Duration retryAfter;

    RegistryException(RegistryError error, String reason) {
        this(error, reason, null, null);
    }

    RegistryException(RegistryError error, String reason, @Nullable Throwable cause) {
        this(error, reason, cause, null);
    }

    RegistryException(RegistryError error, String reason, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(error.code() + ": " + reason + ". " + error.hint(), cause);
        this.error = error;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public RegistryError error() {
        return error;
    }

    /** The message without code and hint. */
    String reason() {
        return reason;
    }

    /** How long the registry wants to be left alone, where it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What a person wants to know of a failure: the innermost message, or the class where there is none. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isBlank() ? innermost.getClass().getSimpleName() : printable(message);
    }

    /** A text from outside, as it may stand in a message: one line, and not too long. */
    static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(MOST_CHARACTERS)
                .map(each -> Character.isISOControl(each) ? ' ' : each)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
