package dev.leat.service.rpc;

import java.util.Optional;

/**
 * What payloads of a command are.
 *
 * @param contentType of all of them
 * @param text whether they are UTF-8 text
 */
public record Payloads(String contentType, boolean text) {

    /** {@code application/octet-stream}. */
    public static final Payloads BYTES = new Payloads("application/octet-stream", false);

    /** {@code application/json}. */
    public static final Payloads JSON = new Payloads("application/json", true);

    /** Whether a request that says this of itself is one. What it does not say, it need not be asked. */
    boolean accept(Optional<String> given) {
        return given.isEmpty() || given.get().equals(contentType);
    }
}
