package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.util.List;
import java.util.Optional;

/** Turns the library's errors and traps into exceptions, and frees them. */
final class NativeErrors {

    /** What the library puts between a message and its reason. */
    private static final String REASON = "\n\nCaused by:\n";

    private NativeErrors() {}

    /** The message of a {@code wasmtime_error_t}, which this frees; with its reasons, on several lines. */
    static String takeMessage(long error) {
        try (Scratch scratch = new Scratch()) {
            long vector = scratch.vector();
            ErrorFunctions.errorMessage(error, vector);
            return NativeVectors.takeText(vector).strip();
        } finally {
            ErrorFunctions.errorDelete(error);
        }
    }

    /**
     * What ended a guest's call with a {@code wasm_trap_t}, which this frees.
     *
     * @param deadline the store's
     */
    static CoreTrapException takeTrap(long trap, Deadline deadline) {
        try (Scratch scratch = new Scratch()) {
            long vector = scratch.vector();
            ErrorFunctions.trapMessage(trap, vector);
            String message = NativeVectors.takeText(vector).replace("\0", "");
            List<String> frames = Backtrace.frames(message);
            long code = scratch.zeroed(1);
            Optional<TrapCode> known = ErrorFunctions.trapCode(trap, code)
                    ? TrapCode.of(Symbols.MEMORY.get(Symbols.INT8, code))
                    : Optional.empty();
            if (known.filter(deadline::stopped).isPresent()) {
                return new CoreTrapException(TrapKind.DEADLINE, TrapCode.INTERRUPT.message(), frames);
            }
            if (known.isPresent()) {
                return new CoreTrapException(known.get().kind(), known.get().message(), frames);
            }
            return new CoreTrapException(TrapKind.OTHER, reason(message), frames);
        } finally {
            ErrorFunctions.trapDelete(trap);
        }
    }

    /**
     * What ended a call or an instantiation with a {@code wasmtime_error_t}, which this frees: a trap where guest frames
     * say that a guest was running, otherwise imports or limits that do not fit.
     */
    static RuntimeException takeFailure(long error) {
        String message = takeMessage(error);
        List<String> frames = Backtrace.frames(message);
        return frames.isEmpty()
                ? new CoreLinkException(message)
                : new CoreTrapException(TrapKind.OTHER, reason(message), frames);
    }

    /** The last reason that a message of the library's gives, without the backtrace before it. */
    private static String reason(String message) {
        int start = message.lastIndexOf(REASON);
        return start < 0 ? message : message.substring(start + REASON.length()).strip();
    }
}
