package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreModuleException;
import java.util.Arrays;

/**
 * Reads over the instructions of a valid function body, and notes where a loop may be gone through once more, and whether the
 * body calls.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/instructions.html">WebAssembly specification,
 *     instructions</a>
 */
final class InstructionReader {

    private static final int END = 0x0b;
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

    /** Where those instructions begin, and how many of them there are. */
    private int[] repeats = new int[16];

    private int repeatCount;

    /** For each block that is open, the outermost first, whether it is a loop; and how many are. */
    private boolean[] blocks = new boolean[16];

    private int depth;
    private boolean calls;

    InstructionReader(BinaryReader in) {
        this.in = in;
    }

    /** Reads from the reader's position to the end of the body. */
    void readTo(int end) {
        repeatCount = 0;
        depth = 0;
        calls = false;
        open(false);
        while (in.position() < end) {
            readInstruction();
        }
    }

    /** How many instructions may go back to the head of a loop. */
    int repeatCount() {
        return repeatCount;
    }

    /** Where one of them begins; they are in the order of the body. */
    int repeat(int index) {
        return repeats[index];
    }

    /** Whether the body may call a function, and so itself. */
    boolean calls() {
        return calls;
    }

    private void readInstruction() {
        int begin = in.position();
        int code = in.readByte();
        if (code >= FIRST_LOAD && code <= LAST_STORE) {
            skipMemoryAccess();
            return;
        }
        if (code > F64_CONST && code <= LAST_PLAIN) {
            return;
        }
        switch (code) {
            case END -> depth--;
            case BLOCK, IF, LOOP -> {
                skipBlockType();
                open(code == LOOP);
            }
            case BR, BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> {
                if (leadsToLoop(in.readUnsigned())) {
                    addRepeat(begin);
                }
            }
            case CALL, RETURN_CALL, CALL_REF, RETURN_CALL_REF -> {
                calls = true;
                in.skipNumber();
            }
            case CALL_INDIRECT, RETURN_CALL_INDIRECT -> {
                calls = true;
                skipNumbers(2);
            }
            case BR_TABLE -> {
                boolean repeats = false;
                for (int labels = in.readUnsigned() + 1; labels > 0; labels--) {
                    repeats |= leadsToLoop(in.readUnsigned());
                }
                if (repeats) {
                    addRepeat(begin);
                }
            }
            case SELECT_OF_TYPE -> {
                for (int count = in.readUnsigned(); count > 0; count--) {
                    in.skipValueType();
                }
            }
            case TRY_TABLE -> {
                skipBlockType();
                if (catchesIntoLoop()) {
                    addRepeat(begin);
                }
                open(false);
            }
            case F32_CONST -> in.skip(Float.BYTES);
            case F64_CONST -> in.skip(Double.BYTES);
            case THROW, REF_NULL, REF_FUNC -> in.skipNumber();
            case REF_IS_NULL, REF_EQ, REF_AS_NON_NULL -> {}
            case COLLECTED -> readCollected(begin, in.readUnsigned());
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
            // unreachable, nop, else, throw_ref, return, drop, select
            case 0x00, 0x01, 0x05, 0x0a, 0x0f, 0x1a, 0x1b -> true;
            default -> false;
        };
    }

    private void open(boolean isLoop) {
        if (depth == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * depth);
        }
        blocks[depth++] = isLoop;
    }

    /** Whether a label, counted from the innermost block, is a loop's: a branch to it begins the loop again. */
    private boolean leadsToLoop(int label) {
        return blocks[depth - 1 - label];
    }

    private void addRepeat(int begin) {
        if (repeatCount == repeats.length) {
            repeats = Arrays.copyOf(repeats, 2 * repeatCount);
        }
        repeats[repeatCount++] = begin;
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

    /** Reads what is caught; the labels are those around the block. */
    private boolean catchesIntoLoop() {
        boolean intoLoop = false;
        for (int count = in.readUnsigned(); count > 0; count--) {
            boolean isForAll = in.readByte() >= 2;
            if (!isForAll) {
                in.skipNumber();
            }
            intoLoop |= leadsToLoop(in.readUnsigned());
        }
        return intoLoop;
    }

    /** Instructions on structures and arrays. */
    private void readCollected(int begin, int code) {
        switch (code) {
            case 15, 26, 27, 28, 29, 30 -> {}
            case 0, 1, 6, 7, 11, 12, 13, 14, 16, 20, 21, 22, 23 -> in.skipNumber();
            case 2, 3, 4, 5, 8, 9, 10, 17, 18, 19 -> skipNumbers(2);
            case 24, 25 -> {
                in.readByte();
                if (leadsToLoop(in.readUnsigned())) {
                    addRepeat(begin);
                }
                skipNumbers(2);
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
