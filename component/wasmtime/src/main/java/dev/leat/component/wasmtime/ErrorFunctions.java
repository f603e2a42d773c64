package dev.leat.component.wasmtime;

import static dev.leat.component.wasmtime.Symbols.BOOL;
import static dev.leat.component.wasmtime.Symbols.INT64;
import static dev.leat.component.wasmtime.Symbols.POINTER;
import static dev.leat.component.wasmtime.Symbols.function;
import static dev.leat.component.wasmtime.Symbols.returning;
import static dev.leat.component.wasmtime.Symbols.returningNothing;

import java.lang.invoke.MethodHandle;

/** The functions of {@code wasmtime/error.h} and {@code trap.h}, and those that free what they return. */
final class ErrorFunctions {

    private static final MethodHandle TRAP_NEW = function("wasmtime_trap_new", returning(POINTER, POINTER, INT64));

    private static final MethodHandle WASM_TRAP_DELETE = function("wasm_trap_delete", returningNothing(POINTER));

    private static final MethodHandle TRAP_CODE = function("wasmtime_trap_code", returning(BOOL, POINTER, POINTER));

    private static final MethodHandle WASM_TRAP_MESSAGE =
            function("wasm_trap_message", returningNothing(POINTER, POINTER));

    private static final MethodHandle ERROR_MESSAGE =
            function("wasmtime_error_message", returningNothing(POINTER, POINTER));

    private static final MethodHandle ERROR_DELETE = function("wasmtime_error_delete", returningNothing(POINTER));

    private static final MethodHandle WASM_BYTE_VEC_DELETE =
            function("wasm_byte_vec_delete", returningNothing(POINTER));

    private ErrorFunctions() {}

    /** Makes sure that all names have been looked up. */
    static void bind() {}

    /** A trap for a function of the host to return. */
    static long trapNew(long message, long length) {
        try {
            return (long) TRAP_NEW.invokeExact(message, length);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Frees a trap. */
    static void trapDelete(long trap) {
        try {
            WASM_TRAP_DELETE.invokeExact(trap);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** The code of a trap, one byte. Returns whether it has one. */
    static boolean trapCode(long trap, long outCode) {
        try {
            return (boolean) TRAP_CODE.invokeExact(trap, outCode);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Fills a byte vector with the message, which ends with a null byte. */
    static void trapMessage(long trap, long outVector) {
        try {
            WASM_TRAP_MESSAGE.invokeExact(trap, outVector);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Fills a byte vector with the message. */
    static void errorMessage(long error, long outVector) {
        try {
            ERROR_MESSAGE.invokeExact(error, outVector);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Frees an error. */
    static void errorDelete(long error) {
        try {
            ERROR_DELETE.invokeExact(error);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }

    /** Frees the bytes of a vector. */
    static void byteVectorDelete(long vector) {
        try {
            WASM_BYTE_VEC_DELETE.invokeExact(vector);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }
}
