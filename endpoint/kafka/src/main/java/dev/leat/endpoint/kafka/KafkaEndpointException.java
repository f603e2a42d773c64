package dev.leat.endpoint.kafka;

import org.jspecify.annotations.Nullable;

/** A Kafka endpoint cannot do its work. The message carries code, place, reason and hint. */
public final class KafkaEndpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final KafkaError error;

    KafkaEndpointException(KafkaError error, String message, @Nullable Throwable cause) {
        super(error.code() + ": " + message + ". " + error.hint(), cause);
        this.error = error;
    }

    public KafkaError error() {
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
