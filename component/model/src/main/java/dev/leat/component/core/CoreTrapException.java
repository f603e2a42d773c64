package dev.leat.component.core;

import java.util.List;

/** A guest trapped. The message names the reason in the words of the WebAssembly specification where it has them. */
public final class CoreTrapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TrapKind kind;
    private final List<String> frames;

    /**
     * @param frames the guest's call stack, innermost first, function names where the module carries them; may be
     *     empty
     */
    public CoreTrapException(TrapKind kind, String message, List<String> frames) {
        super(message);
        this.kind = kind;
        this.frames = List.copyOf(frames);
    }

    public TrapKind kind() {
        return kind;
    }

    public List<String> frames() {
        return frames;
    }
}
