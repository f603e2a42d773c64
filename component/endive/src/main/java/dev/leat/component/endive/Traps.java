package dev.leat.component.endive;

import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.util.List;
import run.endive.runtime.WasmException;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmEngineException;

/** Says what ended a guest call, in the words of the core SPI. */
final class Traps {

    private Traps() {}

    /**
     * What leaves the core engine in place of this: never returns where that is the thing itself.
     *
     * @param failure what came out of Endive
     */
    static RuntimeException atBoundary(Throwable failure, EndiveStore store) {
        if (failure instanceof StackOverflowError) {
            return trap(TrapKind.STACK_OVERFLOW, "call stack exhausted", failure, store);
        }
        if (store.isHostFailure(failure) || failure instanceof CoreLinkException) {
            return rethrow(failure);
        }
        return switch (failure) {
            case CoreTrapException e -> e;
            case DeadlineExceededException e -> deadline(GuestFrames.of(e, store));
            case UnlinkableException e -> new CoreLinkException(e.getMessage(), e);
            case WasmException e -> trap(TrapKind.OTHER, "uncaught exception", e, store);
            case WasmEngineException e -> ofEngine(e, store);
            case Error e -> throw e;
            default -> trap(TrapKind.OTHER, "the endive engine failed: " + failure, failure, store);
        };
    }

    static CoreTrapException deadline(List<String> frames) {
        return new CoreTrapException(TrapKind.DEADLINE, "the deadline passed", frames);
    }

    private static CoreTrapException ofEngine(WasmEngineException failure, EndiveStore store) {
        Throwable origin = failure;
        while (origin.getCause() instanceof WasmEngineException cause) {
            origin = cause;
        }
        if (origin.getCause() instanceof StackOverflowError) {
            return trap(TrapKind.STACK_OVERFLOW, "call stack exhausted", origin.getCause(), store);
        }
        String message = String.valueOf(origin.getMessage());
        return switch (message) {
            case "Trapped on unreachable instruction" -> trap(TrapKind.UNREACHABLE, "unreachable", origin, store);
            case GuestMemory.OUT_OF_BOUNDS -> trap(TrapKind.MEMORY_OUT_OF_BOUNDS, message, origin, store);
            case "out of bounds table access", "undefined element" ->
                trap(TrapKind.TABLE_OUT_OF_BOUNDS, message, origin, store);
            case "indirect call type mismatch", "null function reference" ->
                trap(TrapKind.BAD_INDIRECT_CALL, message, origin, store);
            case "integer divide by zero", "integer overflow", "invalid conversion to integer" ->
                trap(TrapKind.ARITHMETIC, message, origin, store);
            default ->
                trap(
                        message.startsWith("uninitialized element") ? TrapKind.BAD_INDIRECT_CALL : TrapKind.OTHER,
                        message,
                        origin,
                        store);
        };
    }

    private static CoreTrapException trap(TrapKind kind, String message, Throwable origin, EndiveStore store) {
        CoreTrapException trap = new CoreTrapException(kind, message, GuestFrames.of(origin, store));
        trap.initCause(origin);
        return trap;
    }

    private static RuntimeException rethrow(Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a host function threw a checked exception", failure);
        }
    }
}
