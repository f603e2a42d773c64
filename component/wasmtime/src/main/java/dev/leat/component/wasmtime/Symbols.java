package dev.leat.component.wasmtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds functions of the loaded library to method handles.
 *
 * <p>A pointer is a {@code long} here: both go through the same registers on each 64-bit platform, and a {@code long}
 * needs neither an object nor a liveness check on the way. Who owns what a pointer names is said where it is used.
 */
final class Symbols {

    /** A pointer, or a {@code size_t}. */
    static final ValueLayout.OfLong POINTER = ValueLayout.JAVA_LONG;

    static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG;
    static final ValueLayout.OfInt INT32 = ValueLayout.JAVA_INT;
    static final ValueLayout.OfByte INT8 = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfBoolean BOOL = ValueLayout.JAVA_BOOLEAN;

    /** For functions that neither block nor call back: the call keeps the thread in the state of running Java. */
    static final Linker.Option LEAF = Linker.Option.critical(false);

    /** All memory, for reading and writing at an address that the library gave. */
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final Linker LINKER = Linker.nativeLinker();

    private static final List<String> MISSING = new ArrayList<>();

    private static @Nullable SymbolLookup library;

    private Symbols() {}

    /** Says what library the functions are in; before any of them is looked up. */
    static synchronized void use(SymbolLookup loaded) {
        library = loaded;
    }

    /** The names that were asked for and that the library does not have. */
    static synchronized List<String> missing() {
        return List.copyOf(MISSING);
    }

    /**
     * A function of the library. Where there is none of that name, the name is noted as {@link #missing()} and the
     * handle does nothing: this way one look at the library finds all that it lacks, and nothing is called after it.
     */
    static synchronized MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        if (library == null) {
            throw new IllegalStateException("libwasmtime is not loaded");
        }
        Optional<MemorySegment> address = library.find(name);
        if (address.isEmpty()) {
            MISSING.add(name);
            return MethodHandles.empty(type.toMethodType());
        }
        return LINKER.downcallHandle(address.get(), type, options);
    }

    static FunctionDescriptor returning(MemoryLayout result, MemoryLayout... parameters) {
        return FunctionDescriptor.of(result, parameters);
    }

    static FunctionDescriptor returningNothing(MemoryLayout... parameters) {
        return FunctionDescriptor.ofVoid(parameters);
    }

    /**
     * Throws what a method handle threw, unchanged: {@code invokeExact} declares every throwable, though a downcall
     * throws none but errors of the virtual machine.
     */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException rethrow(Throwable throwable) throws E {
        throw (E) throwable;
    }
}
