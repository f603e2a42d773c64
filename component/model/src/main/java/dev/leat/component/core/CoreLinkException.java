package dev.leat.component.core;

/** Items that do not fit the imports they are given for, or an export that is not there. */
public final class CoreLinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CoreLinkException(String message) {
        super(message);
    }

    public CoreLinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
