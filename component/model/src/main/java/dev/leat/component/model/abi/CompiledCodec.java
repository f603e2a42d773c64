package dev.leat.component.model.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What {@link CodecCompiler} generates extends this class, and calls its static methods: how generated code reaches
 * memory. Flat values are at most sixteen, mostly handles and pointers; for those the plan's own codecs are good enough.
 */
abstract class CompiledCodec extends Codec {

    private final Codec plan;

    /** @param plan what was compiled */
    CompiledCodec(Codec plan) {
        super(plan.size(), plan.alignment(), plan.flat());
        this.plan = plan;
    }

    /** What was compiled. */
    final Codec plan() {
        return plan;
    }

    @Override
    final Object lift(Abi abi, Slots slots) {
        return plan.lift(abi, slots);
    }

    @Override
    final void lower(Abi abi, Object value, Slots slots) {
        plan.lower(abi, value, slots);
    }

    static boolean getBoolean(MemorySegment memory, long address) {
        return memory.get(ValueLayout.JAVA_BYTE, address) != 0;
    }

    static byte getByte(MemorySegment memory, long address) {
        return memory.get(ValueLayout.JAVA_BYTE, address);
    }

    static short getShort(MemorySegment memory, long address) {
        return memory.get(Abi.SHORT, address);
    }

    static int getInt(MemorySegment memory, long address) {
        return memory.get(Abi.INT, address);
    }

    static long getLong(MemorySegment memory, long address) {
        return memory.get(Abi.LONG, address);
    }

    static float getFloat(MemorySegment memory, long address) {
        return NumberCodecs.canonical(memory.get(Abi.FLOAT, address));
    }

    static double getDouble(MemorySegment memory, long address) {
        return NumberCodecs.canonical(memory.get(Abi.DOUBLE, address));
    }

    static int getScalar(MemorySegment memory, long address) {
        return NumberCodecs.scalar(memory.get(Abi.INT, address));
    }

    /** The index of a variant's case. */
    static int getCase(MemorySegment memory, long address, int bytes, int cases) {
        int index = switch (bytes) {
            case 1 -> memory.get(ValueLayout.JAVA_BYTE, address) & 0xff;
            case 2 -> memory.get(Abi.SHORT, address) & 0xffff;
            default -> memory.get(Abi.INT, address);
        };
        return VariantCodec.check(index, cases);
    }

    // A value is computed before it is put, and computing it may call the guest, which may grow its memory: so what
    // puts asks for the memory as it is by then.

    static void putBoolean(Abi abi, long address, boolean value) {
        abi.segment().set(ValueLayout.JAVA_BYTE, address, (byte) (value ? 1 : 0));
    }

    static void putByte(Abi abi, long address, int value) {
        abi.segment().set(ValueLayout.JAVA_BYTE, address, (byte) value);
    }

    static void putShort(Abi abi, long address, int value) {
        abi.segment().set(Abi.SHORT, address, (short) value);
    }

    static void putInt(Abi abi, long address, int value) {
        abi.segment().set(Abi.INT, address, value);
    }

    static void putLong(Abi abi, long address, long value) {
        abi.segment().set(Abi.LONG, address, value);
    }

    static void putFloat(Abi abi, long address, float value) {
        abi.segment().set(Abi.FLOAT, address, NumberCodecs.canonical(value));
    }

    static void putDouble(Abi abi, long address, double value) {
        abi.segment().set(Abi.DOUBLE, address, NumberCodecs.canonical(value));
    }

    static void putScalar(Abi abi, long address, int value) {
        abi.segment().set(Abi.INT, address, NumberCodecs.hostScalar(value));
    }

    static void putCase(Abi abi, long address, int bytes, int index) {
        switch (bytes) {
            case 1 -> putByte(abi, address, index);
            case 2 -> putShort(abi, address, index);
            default -> putInt(abi, address, index);
        }
    }
}
