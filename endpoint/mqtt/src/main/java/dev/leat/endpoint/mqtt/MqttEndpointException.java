package dev.leat.endpoint.mqtt;

import org.jspecify.annotations.Nullable;

/** An MQTT endpoint cannot do its work. The message carries code, place, reason and hint. */
public final class MqttEndpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final MqttError error;

    MqttEndpointException(MqttError error, String message, @Nullable Throwable cause) {
        super(error.code() + ": " + message + ". " + error.hint(), cause);
        this.error = error;
    }

    public MqttError error() {
        return error;
    }

    /** What a person wants to know of a failure: the innermost message, or the class where there is none. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }
}
