package dev.leat.component.wasmtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Takes pages of this process's memory away from it, and gives them back, through the system's {@code mprotect}. */
final class SystemMemory {

    private static final int NOTHING = 0;
    private static final int READ_AND_WRITE = 1 | 2;

    private static final MethodHandle MPROTECT = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("mprotect"),
                    FunctionDescriptor.of(Symbols.INT32, Symbols.POINTER, Symbols.POINTER, Symbols.INT32));

    private SystemMemory() {}

    /** Whoever touches these pages from now on is sent a signal. Both are multiples of the system's page size. */
    static void takeAway(long address, long bytes) {
        protect(address, bytes, NOTHING);
    }

    /** The pages may be read and written again, with what was in them. */
    static void giveBack(long address, long bytes) {
        protect(address, bytes, READ_AND_WRITE);
    }

    private static void protect(long address, long bytes, int access) {
        int failed;
        try {
            failed = (int) MPROTECT.invokeExact(address, bytes, access);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
        if (failed != 0) {
            throw new IllegalStateException("the system refuses to protect memory: its limit of mappings"
                    + " (sysctl vm.max_map_count) may have been reached");
        }
    }
}
