package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreModuleException;
import java.util.Arrays;

/**
 * Reads over the instructions of a valid function body, and notes where its loops begin and whether it calls.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/instructions.html">WebAssembly specification,
 *     instructions</a>
 */
final class InstructionReader {

    private static final int BLOCK = 0x02;
    private static final int LOOP = 0x03;
    private static final int IF = 0x04;
    private static final int THROW = 0x08;
    private static final int BR = 0x0c;
    private static final int BR_IF = 0x0d;
    private static final int BR_TABLE = 0x0e;
    private static final int CALL = 0x10;
    private static final int CALL_INDIRECT = 0x11;
    private static final int RETURN_CALL = 0x12;
    private static final int RETURN_CALL_INDIRECT = 0x13;
    private static final int CALL_REF = 0x14;
    private static final int RETURN_CALL_REF = 0x15;
    private static final int SELECT_OF_TYPE = 0x1c;
    private static final int TRY_TABLE = 0x1f;
    private static final int LOCAL_GET = 0x20;
    private static final int TABLE_SET = 0x26;
    private static final int FIRST_LOAD = 0x28;
    private static final int LAST_STORE = 0x3e;
    private static final int MEMORY_SIZE = 0x3f;
    private static final int I64_CONST = 0x42;
    private static final int F32_CONST = 0x43;
    private static final int F64_CONST = 0x44;
    private static final int LAST_PLAIN = 0xc4;
    private static final int REF_NULL = 0xd0;
    private static final int REF_IS_NULL = 0xd1;
    private static final int REF_FUNC = 0xd2;
    private static final int REF_EQ = 0xd3;
    private static final int REF_AS_NON_NULL = 0xd4;
    private static final int BR_ON_NULL = 0xd5;
    private static final int BR_ON_NON_NULL = 0xd6;
    private static final int COLLECTED = 0xfb;
    private static final int MISCELLANEOUS = 0xfc;
    private static final int VECTOR = 0xfd;

    /** In the alignment of a memory access: the index of a memory follows. */
    private static final int HAS_MEMORY_INDEX = 0x40;

    private final BinaryReader in;
    private int[] loops = new int[16];
    private int loopCount;
    private boolean calls;

    InstructionReader(BinaryReader in) {
        this.in = in;
    }

    /** Reads from the reader's position to the end of the body. */
    void readTo(int end) {
        loopCount = 0;
        calls = false;
        while (in.position() < end) {
            readInstruction();
        }
    }

    /** How many loops there are. */
    int loopCount() {
        return loopCount;
    }

    /** Where the instructions inside a loop begin. */
    int loop(int index) {
        return loops[index];
    }

    /** Whether the body may call a function, and so itself. */
    boolean calls() {
        return calls;
    }

    private void readInstruction() {
        int code = in.readByte();
        if (code >= FIRST_LOAD && code <= LAST_STORE) {
            skipMemoryAccess();
            return;
        }
        if (code > F64_CONST && code <= LAST_PLAIN) {
            return;
        }
        switch (code) {
            case BLOCK, IF -> skipBlockType();
            case LOOP -> {
                skipBlockType();
                addLoop();
            }
            case CALL, RETURN_CALL, CALL_REF, RETURN_CALL_REF -> {
                calls = true;
                in.skipNumber();
            }
            case CALL_INDIRECT, RETURN_CALL_INDIRECT -> {
                calls = true;
                skipNumbers(2);
            }
            case BR_TABLE -> skipNumbers(in.readUnsigned() + 1);
            case SELECT_OF_TYPE -> {
                for (int count = in.readUnsigned(); count > 0; count--) {
                    in.skipValueType();
                }
            }
            case TRY_TABLE -> {
                skipBlockType();
                skipCatches();
            }
            case F32_CONST -> in.skip(Float.BYTES);
            case F64_CONST -> in.skip(Double.BYTES);
            case THROW, BR, BR_IF, REF_NULL, REF_FUNC, BR_ON_NULL, BR_ON_NON_NULL -> in.skipNumber();
            case REF_IS_NULL, REF_EQ, REF_AS_NON_NULL -> {}
            case COLLECTED -> skipCollected(in.readUnsigned());
            case MISCELLANEOUS -> skipMiscellaneous(in.readUnsigned());
            case VECTOR -> skipVector(in.readUnsigned());
            default -> {
                if (code >= LOCAL_GET && code <= TABLE_SET || code >= MEMORY_SIZE && code <= I64_CONST) {
                    in.skipNumber();
                } else if (!isPlain(code)) {
                    throw unknown(code);
                }
            }
        }
    }

    /** Of the codes below those of numbers, the ones that nothing follows. */
    private static boolean isPlain(int code) {
        return switch (code) {
            // unreachable, nop, else, throw_ref, end, return, drop, select
            case 0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x1a, 0x1b -> true;
            default -> false;
        };
    }

    private void addLoop() {
        if (loopCount == loops.length) {
            loops = Arrays.copyOf(loops, 2 * loopCount);
        }
        loops[loopCount++] = in.position();
    }

    private void skipNumbers(int count) {
        for (int left = count; left > 0; left--) {
            in.skipNumber();
        }
    }

    /** A value type, or none, or the index of a function type, whose first byte is no value type's. */
    private void skipBlockType() {
        if (BinaryReader.isReference(in.peek())) {
            in.skipValueType();
        } else {
            in.skipNumber();
        }
    }

    private void skipMemoryAccess() {
        if ((in.readUnsigned() & HAS_MEMORY_INDEX) != 0) {
            in.skipNumber();
        }
        in.skipNumber();
    }

    private void skipCatches() {
        for (int count = in.readUnsigned(); count > 0; count--) {
            boolean isForAll = in.readByte() >= 2;
            skipNumbers(isForAll ? 1 : 2);
        }
    }

    /** Instructions on structures and arrays. */
    private void skipCollected(int code) {
        switch (code) {
            case 15, 26, 27, 28, 29, 30 -> {}
            case 0, 1, 6, 7, 11, 12, 13, 14, 16, 20, 21, 22, 23 -> in.skipNumber();
            case 2, 3, 4, 5, 8, 9, 10, 17, 18, 19 -> skipNumbers(2);
            case 24, 25 -> {
                in.readByte();
                skipNumbers(3);
            }
            default -> throw unknown(COLLECTED << 8 | code);
        }
    }

    /** Conversions that saturate, and instructions on whole ranges of memories and tables. */
    private void skipMiscellaneous(int code) {
        switch (code) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> {}
            case 9, 11, 13, 15, 16, 17 -> in.skipNumber();
            case 8, 10, 12, 14 -> skipNumbers(2);
            default -> throw unknown(MISCELLANEOUS << 8 | code);
        }
    }

    private void skipVector(int code) {
        if (code <= 11 || code == 92 || code == 93) {
            skipMemoryAccess();
        } else if (code == 12 || code == 13) {
            in.skip(16);
        } else if (code >= 21 && code <= 34) {
            in.readByte();
        } else if (code >= 84 && code <= 91) {
            skipMemoryAccess();
            in.readByte();
        } else if (code > 0xff) {
            throw unknown(VECTOR << 8 | code);
        }
    }

    private static CoreModuleException unknown(int code) {
        return new CoreModuleException("the module has an instruction that Leat does not know: 0x%x".formatted(code));
    }
}
