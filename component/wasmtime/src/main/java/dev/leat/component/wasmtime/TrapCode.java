package dev.leat.component.wasmtime;

import dev.leat.component.core.TrapKind;
import java.util.Arrays;
import java.util.Optional;

/** The codes of {@code wasmtime/trap.h} that core modules can meet, in the words of the WebAssembly specification. */
enum TrapCode {
    STACK_OVERFLOW(0, TrapKind.STACK_OVERFLOW, "call stack exhausted"),
    MEMORY_OUT_OF_BOUNDS(1, TrapKind.MEMORY_OUT_OF_BOUNDS, "out of bounds memory access"),
    HEAP_MISALIGNED(2, TrapKind.OTHER, "unaligned atomic"),
    TABLE_OUT_OF_BOUNDS(3, TrapKind.TABLE_OUT_OF_BOUNDS, "undefined element: out of bounds table access"),
    INDIRECT_CALL_TO_NULL(4, TrapKind.BAD_INDIRECT_CALL, "uninitialized element"),
    BAD_SIGNATURE(5, TrapKind.BAD_INDIRECT_CALL, "indirect call type mismatch"),
    INTEGER_OVERFLOW(6, TrapKind.ARITHMETIC, "integer overflow"),
    INTEGER_DIVISION_BY_ZERO(7, TrapKind.ARITHMETIC, "integer divide by zero"),
    BAD_CONVERSION_TO_INTEGER(8, TrapKind.ARITHMETIC, "invalid conversion to integer"),
    UNREACHABLE(9, TrapKind.UNREACHABLE, "unreachable"),
    INTERRUPT(10, TrapKind.DEADLINE, "the deadline passed"),
    NULL_REFERENCE(13, TrapKind.OTHER, "null reference"),
    ARRAY_OUT_OF_BOUNDS(14, TrapKind.OTHER, "out of bounds array access"),
    ALLOCATION_TOO_LARGE(15, TrapKind.OTHER, "allocation size too large"),
    CAST_FAILURE(16, TrapKind.OTHER, "cast failure"),
    UNCAUGHT_EXCEPTION(49, TrapKind.OTHER, "unhandled exception");

    private final int code;
    private final TrapKind kind;
    private final String message;

    TrapCode(int code, TrapKind kind, String message) {
        this.code = code;
        this.kind = kind;
        this.message = message;
    }

    /** The entry for a {@code wasmtime_trap_code_t}, an unsigned byte; empty where this table does not list it. */
    static Optional<TrapCode> of(byte code) {
        return Arrays.stream(values())
                .filter(value -> value.code == Byte.toUnsignedInt(code))
                .findFirst();
    }

    TrapKind kind() {
        return kind;
    }

    String message() {
        return message;
    }
}
