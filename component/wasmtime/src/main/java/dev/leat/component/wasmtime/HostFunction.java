package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.HostCall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A function of the host as guests reach it. One native stub serves all of them: the library hands back the environment
 * that the function was made with, which says what store and what function of it are meant.
 */
final class HostFunction {

    /** A {@code wasmtime_func_unchecked_callback_t}: environment, caller, slots, their count; returns a trap or null. */
    static final long STUB = stub();

    private final HostCall call;
    private final int parameters;
    private final int results;

    /** Used again by each call, as {@link HostCall#call} says. */
    private final long[] slots;

    HostFunction(CoreFunctionType type, HostCall call) {
        this.call = call;
        this.parameters = type.parameters().size();
        this.results = type.results().size();
        this.slots = new long[type.slots()];
    }

    /** The environment for the function of that index in that store. */
    static long environment(int store, int index) {
        return (long) store << 32 | index;
    }

    private void run(long arguments) {
        for (int index = 0; index < parameters; index++) {
            slots[index] = Symbols.MEMORY.get(Symbols.INT64, arguments + index * CallStack.SLOT_BYTES);
        }
        call.call(slots);
        for (int index = 0; index < results; index++) {
            Symbols.MEMORY.set(Symbols.INT64, arguments + index * CallStack.SLOT_BYTES, slots[index]);
        }
    }

    /**
     * Where guests arrive. Whatever this throws ends the process: so nothing but field and array accesses stands outside
     * the {@code try}, not even a call in the {@code catch}, which would fail once more where the stack is exhausted.
     */
    @SuppressWarnings("unused")
    private static long arrive(long environment, long caller, long arguments, long count) {
        CallStack calls = OpenStores.table[(int) (environment >>> 32)];
        try {
            calls.guestWaits();
            calls.hostFunctions[(int) environment].run(arguments);
            calls.pending = null;
            return 0;
        } catch (Throwable e) {
            calls.pending = e;
            return calls.spareTraps[--calls.spareTrapCount];
        }
    }

    private static long stub() {
        MethodType type = MethodType.methodType(long.class, long.class, long.class, long.class, long.class);
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup().findStatic(HostFunction.class, "arrive", type),
                            FunctionDescriptor.of(
                                    Symbols.POINTER, Symbols.POINTER, Symbols.POINTER, Symbols.POINTER, Symbols.INT64),
                            Arena.global())
                    .address();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the method is right here", e);
        }
    }
}
