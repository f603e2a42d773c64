package dev.leat.endpoint.otel;

import org.jspecify.annotations.Nullable;

/** An OpenTelemetry endpoint cannot do its work. The message carries code, place, reason and hint. */
public final class OtelEndpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final OtelError error;

    OtelEndpointException(OtelError error, String message, @Nullable Throwable cause) {
        super(error.code() + ": " + message + ". " + error.hint(), cause);
        this.error = error;
    }

    public OtelError error() {
        return error;
    }

    /** What a person wants to know of a failure: the innermost message, or the class where there is none. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String text =
                message == null || message.isBlank() ? innermost.getClass().getSimpleName() : message.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
