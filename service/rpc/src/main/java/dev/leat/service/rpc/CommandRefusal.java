package dev.leat.service.rpc;

import java.util.Optional;

/**
 * The answer to a request that is not done.
 *
 * <p>{@link #badPayload} is for handlers; all else the executor says itself.
 */
public final class CommandRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean application;
    private final String property;
    private final String value;

    private CommandRefusal(int status, String message, boolean application, String property, String value) {
        super(message);
        this.status = status;
        this.application = application;
        this.property = property;
        this.value = value;
    }

    /** The payload is not what the command takes (400). */
    public static CommandRefusal badPayload(String message) {
        return new CommandRefusal(400, message, false, "", "");
    }

    static CommandRefusal missing(String property) {
        return new CommandRefusal(400, "the request has no " + property, false, property, "");
    }

    static CommandRefusal invalid(int status, String message, String property, String value) {
        return new CommandRefusal(status, message, false, property, value);
    }

    static CommandRefusal application(String message) {
        return new CommandRefusal(500, message, true, "", "");
    }

    static CommandRefusal busy(String message) {
        return new CommandRefusal(503, message, false, "", "");
    }

    int status() {
        return status;
    }

    boolean application() {
        return application;
    }

    Optional<String> property() {
        return property.isEmpty() ? Optional.empty() : Optional.of(property);
    }

    Optional<String> value() {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
