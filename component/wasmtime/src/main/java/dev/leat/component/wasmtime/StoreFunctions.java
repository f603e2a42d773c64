package dev.leat.component.wasmtime;

import static dev.leat.component.wasmtime.Symbols.BOOL;
import static dev.leat.component.wasmtime.Symbols.INT64;
import static dev.leat.component.wasmtime.Symbols.INT8;
import static dev.leat.component.wasmtime.Symbols.LEAF;
import static dev.leat.component.wasmtime.Symbols.POINTER;
import static dev.leat.component.wasmtime.Symbols.function;
import static dev.leat.component.wasmtime.Symbols.returning;
import static dev.leat.component.wasmtime.Symbols.returningNothing;

import java.lang.invoke.MethodHandle;

/** The functions of {@code wasmtime/store.h}, {@code instance.h}, {@code func.h} and {@code memory.h} that Leat uses. */
final class StoreFunctions {

    private static final MethodHandle STORE_NEW =
            function("wasmtime_store_new", returning(POINTER, POINTER, POINTER, POINTER));

    private static final MethodHandle STORE_CONTEXT = function("wasmtime_store_context", returning(POINTER, POINTER));

    private static final MethodHandle STORE_LIMITER =
            function("wasmtime_store_limiter", returningNothing(POINTER, INT64, INT64, INT64, INT64, INT64));

    private static final MethodHandle STORE_DELETE = function("wasmtime_store_delete", returningNothing(POINTER));

    private static final MethodHandle CONTEXT_SET_EPOCH_DEADLINE =
            function("wasmtime_context_set_epoch_deadline", returningNothing(POINTER, INT64), LEAF);

    private static final MethodHandle CONTEXT_HAS_EXCEPTION =
            function("wasmtime_context_has_exception", returning(BOOL, POINTER));

    private static final MethodHandle CONTEXT_TAKE_EXCEPTION =
            function("wasmtime_context_take_exception", returning(BOOL, POINTER, POINTER));

    private static final MethodHandle EXNREF_UNROOT = function("wasmtime_exnref_unroot", returningNothing(POINTER));

    private static final MethodHandle INSTANCE_NEW =
            function("wasmtime_instance_new", returning(POINTER, POINTER, POINTER, POINTER, INT64, POINTER, POINTER));

    private static final MethodHandle INSTANCE_EXPORT_GET =
            function("wasmtime_instance_export_get", returning(BOOL, POINTER, POINTER, POINTER, INT64, POINTER));

    private static final MethodHandle FUNC_NEW_UNCHECKED = function(
            "wasmtime_func_new_unchecked", returningNothing(POINTER, POINTER, POINTER, POINTER, POINTER, POINTER));

    private static final MethodHandle FUNC_CALL_UNCHECKED =
            function("wasmtime_func_call_unchecked", returning(POINTER, POINTER, POINTER, POINTER, INT64, POINTER));

    private static final MethodHandle WASM_VALTYPE_NEW = function("wasm_valtype_new", returning(POINTER, INT8));

    private static final MethodHandle WASM_VALTYPE_VEC_NEW =
            function("wasm_valtype_vec_new", returningNothing(POINTER, INT64, POINTER));

    private static final MethodHandle WASM_FUNCTYPE_NEW =
            function("wasm_functype_new", returning(POINTER, POINTER, POINTER));

    private static final MethodHandle WASM_FUNCTYPE_DELETE =
            function("wasm_functype_delete", returningNothing(POINTER));

    private static final MethodHandle MEMORY_DATA =
            function("wasmtime_memory_data", returning(POINTER, POINTER, POINTER), LEAF);

    private static final MethodHandle MEMORY_DATA_SIZE =
            function("wasmtime_memory_data_size", returning(INT64, POINTER, POINTER), LEAF);

    private StoreFunctions() {}

    /** Makes sure that all names have been looked up. */
    static void bind() {}

    /** A new store. */
    static long storeNew(long engine, long data, long finalizer) {
        try {
            return (long) STORE_NEW.invokeExact(engine, data, finalizer);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** The store as the functions below take it. */
    static long storeContext(long store) {
        try {
            return (long) STORE_CONTEXT.invokeExact(store);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Bounds what lives in the store; a negative number leaves the default. */
    static void storeLimiter(
            long store, long memoryBytes, long tableElements, long instances, long tables, long memories) {
        try {
            STORE_LIMITER.invokeExact(store, memoryBytes, tableElements, instances, tables, memories);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Frees the store and all that lives in it. */
    static void storeDelete(long store) {
        try {
            STORE_DELETE.invokeExact(store);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Interrupts guests when the epoch is that many ticks beyond the present one. */
    static void setEpochDeadline(long context, long ticks) {
        try {
            CONTEXT_SET_EPOCH_DEADLINE.invokeExact(context, ticks);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether a guest threw an exception that none caught. */
    static boolean hasException(long context) {
        try {
            return (boolean) CONTEXT_HAS_EXCEPTION.invokeExact(context);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Takes that exception out of the store. */
    static boolean takeException(long context, long outReference) {
        try {
            return (boolean) CONTEXT_TAKE_EXCEPTION.invokeExact(context, outReference);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Lets an exception go. */
    static void exceptionUnroot(long reference) {
        try {
            EXNREF_UNROOT.invokeExact(reference);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Instantiates a module. Returns an error, or sets the trap, or neither. */
    static long instanceNew(long context, long module, long imports, long count, long outInstance, long outTrap) {
        try {
            return (long) INSTANCE_NEW.invokeExact(context, module, imports, count, outInstance, outTrap);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Looks an export up. Returns whether there is one. */
    static boolean instanceExport(long context, long instance, long name, long length, long outExtern) {
        try {
            return (boolean) INSTANCE_EXPORT_GET.invokeExact(context, instance, name, length, outExtern);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** A function of the host. */
    static void functionNew(
            long context, long type, long callback, long environment, long finalizer, long outFunction) {
        try {
            FUNC_NEW_UNCHECKED.invokeExact(context, type, callback, environment, finalizer, outFunction);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Calls a function with raw slots of 16 bytes. Returns an error, or sets the trap, or neither. */
    static long functionCall(long context, long function, long slots, long count, long outTrap) {
        try {
            return (long) FUNC_CALL_UNCHECKED.invokeExact(context, function, slots, count, outTrap);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** A value type, for a vector to take over. */
    static long valueTypeNew(byte kind) {
        try {
            return (long) WASM_VALTYPE_NEW.invokeExact(kind);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** A vector of value types; takes the types over. */
    static void valueTypeVectorNew(long outVector, long size, long types) {
        try {
            WASM_VALTYPE_VEC_NEW.invokeExact(outVector, size, types);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** A function type; takes the contents of both vectors over. */
    static long functionTypeNew(long parameters, long results) {
        try {
            return (long) WASM_FUNCTYPE_NEW.invokeExact(parameters, results);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Frees a function type. */
    static void functionTypeDelete(long type) {
        try {
            WASM_FUNCTYPE_DELETE.invokeExact(type);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** The base address of a memory. */
    static long memoryData(long context, long memory) {
        try {
            return (long) MEMORY_DATA.invokeExact(context, memory);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** The size of a memory, in bytes. */
    static long memoryDataSize(long context, long memory) {
        try {
            return (long) MEMORY_DATA_SIZE.invokeExact(context, memory);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }
}
