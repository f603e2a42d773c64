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

/** The functions of {@code wasmtime/config.h}, {@code engine.h} and {@code module.h} that Leat uses. */
final class EngineFunctions {

    private static final MethodHandle WASM_CONFIG_NEW = function("wasm_config_new", returning(POINTER));

    private static final MethodHandle CONFIG_EPOCH_INTERRUPTION_SET =
            function("wasmtime_config_epoch_interruption_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_CRANELIFT_NAN_CANONICALIZATION_SET =
            function("wasmtime_config_cranelift_nan_canonicalization_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_MAX_WASM_STACK_SET =
            function("wasmtime_config_max_wasm_stack_set", returningNothing(POINTER, INT64));

    private static final MethodHandle CONFIG_WASM_THREADS_SET =
            function("wasmtime_config_wasm_threads_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_WASM_RELAXED_SIMD_SET =
            function("wasmtime_config_wasm_relaxed_simd_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_WASM_EXCEPTIONS_SET =
            function("wasmtime_config_wasm_exceptions_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_PARALLEL_COMPILATION_SET =
            function("wasmtime_config_parallel_compilation_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_MEMORY_MAY_MOVE_SET =
            function("wasmtime_config_memory_may_move_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_MEMORY_RESERVATION_SET =
            function("wasmtime_config_memory_reservation_set", returningNothing(POINTER, INT64));

    private static final MethodHandle CONFIG_DEBUG_INFO_SET =
            function("wasmtime_config_debug_info_set", returningNothing(POINTER, BOOL));

    private static final MethodHandle CONFIG_CRANELIFT_OPT_LEVEL_SET =
            function("wasmtime_config_cranelift_opt_level_set", returningNothing(POINTER, INT8));

    private static final MethodHandle WASM_ENGINE_NEW_WITH_CONFIG =
            function("wasm_engine_new_with_config", returning(POINTER, POINTER));

    private static final MethodHandle ENGINE_INCREMENT_EPOCH =
            function("wasmtime_engine_increment_epoch", returningNothing(POINTER), LEAF);

    private static final MethodHandle MODULE_VALIDATE =
            function("wasmtime_module_validate", returning(POINTER, POINTER, POINTER, INT64));

    private static final MethodHandle MODULE_NEW =
            function("wasmtime_module_new", returning(POINTER, POINTER, POINTER, INT64, POINTER));

    private static final MethodHandle MODULE_CLONE = function("wasmtime_module_clone", returning(POINTER, POINTER));

    private static final MethodHandle MODULE_DELETE = function("wasmtime_module_delete", returningNothing(POINTER));

    private static final MethodHandle MODULE_SERIALIZE =
            function("wasmtime_module_serialize", returning(POINTER, POINTER, POINTER));

    private static final MethodHandle MODULE_DESERIALIZE_FILE =
            function("wasmtime_module_deserialize_file", returning(POINTER, POINTER, POINTER, POINTER));

    private EngineFunctions() {}

    /** Makes sure that all names have been looked up. */
    static void bind() {}

    /** A new configuration, which {@link #engineNew} takes over. */
    static long configNew() {
        try {
            return (long) WASM_CONFIG_NEW.invokeExact();
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether guests look at the epoch at loop heads and function entries. */
    static void setEpochInterruption(long config, boolean on) {
        try {
            CONFIG_EPOCH_INTERRUPTION_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether each NaN that leaves an instruction is the canonical one. */
    static void setNanCanonicalization(long config, boolean on) {
        try {
            CONFIG_CRANELIFT_NAN_CANONICALIZATION_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether compiled code carries the guest's DWARF, translated for debuggers of this machine. */
    static void setDebugInfo(long config, boolean on) {
        try {
            CONFIG_DEBUG_INFO_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Compiles as the guest is written, so that its variables can be looked at. */
    static void setUnoptimised(long config) {
        try {
            CONFIG_CRANELIFT_OPT_LEVEL_SET.invokeExact(config, (byte) 0);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** How much stack guests may use below the outermost call. */
    static void setMaxWasmStack(long config, long bytes) {
        try {
            CONFIG_MAX_WASM_STACK_SET.invokeExact(config, bytes);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether modules may use the threads proposal. */
    static void setThreads(long config, boolean on) {
        try {
            CONFIG_WASM_THREADS_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether modules may use relaxed SIMD. */
    static void setRelaxedSimd(long config, boolean on) {
        try {
            CONFIG_WASM_RELAXED_SIMD_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether modules may use the exception handling proposal. */
    static void setExceptions(long config, boolean on) {
        try {
            CONFIG_WASM_EXCEPTIONS_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether the functions of a module are compiled on all processors. */
    static void setParallelCompilation(long config, boolean on) {
        try {
            CONFIG_PARALLEL_COMPILATION_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Whether a memory that grows may get another base address. */
    static void setMemoryMayMove(long config, boolean on) {
        try {
            CONFIG_MEMORY_MAY_MOVE_SET.invokeExact(config, on);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** How much address space is reserved for each memory. */
    static void setMemoryReservation(long config, long bytes) {
        try {
            CONFIG_MEMORY_RESERVATION_SET.invokeExact(config, bytes);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** A new engine; takes the configuration over. Null where the configuration cannot be had here. */
    static long engineNew(long config) {
        try {
            return (long) WASM_ENGINE_NEW_WITH_CONFIG.invokeExact(config);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Moves the epoch on by one; may be called by any thread. */
    static void incrementEpoch(long engine) {
        try {
            ENGINE_INCREMENT_EPOCH.invokeExact(engine);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Validates and compiles a module. Returns an error or null. */
    static long moduleNew(long engine, long bytes, long length, long out) {
        try {
            return (long) MODULE_NEW.invokeExact(engine, bytes, length, out);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Says whether a module is valid: null, or an error that the caller owns. */
    static long moduleValidate(long engine, long bytes, long length) {
        try {
            return (long) MODULE_VALIDATE.invokeExact(engine, bytes, length);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Another handle on the same module. */
    static long moduleClone(long module) {
        try {
            return (long) MODULE_CLONE.invokeExact(module);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Gives a handle on a module back. */
    static void moduleDelete(long module) {
        try {
            MODULE_DELETE.invokeExact(module);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Fills a byte vector with the compiled module. Returns an error or null. */
    static long moduleSerialize(long module, long outVector) {
        try {
            return (long) MODULE_SERIALIZE.invokeExact(module, outVector);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Maps a compiled module into memory. Returns an error or null. */
    static long moduleDeserializeFile(long engine, long path, long out) {
        try {
            return (long) MODULE_DESERIALIZE_FILE.invokeExact(engine, path, out);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }
}
