package dev.leat.component.core;

/** Bytes that are no valid core module, or a module that uses what the engine cannot do. */
public final class CoreModuleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CoreModuleException(String message) {
        super(message);
    }

    public CoreModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
