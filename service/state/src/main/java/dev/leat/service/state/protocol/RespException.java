package dev.leat.service.state.protocol;

import java.io.Serial;

/** Bytes that are not what the protocol has in this place. Never leaves this package. */
final class RespException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    RespException(String message) {
        super(message, null, false, false);
    }
}
