package dev.leat.component.model.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Codec of flags: up to 32 bits, a set of labels in Java. */
final class FlagsCodec extends Codec {

    private final List<?> labels;

    /** @param labels what stands for each bit in the Java set: strings, or constants of an enum */
    FlagsCodec(List<?> labels) {
        super(Layout.flagsSize(labels.size()), Layout.flagsSize(labels.size()), 1);
        this.labels = labels;
    }

    @Override
    Object load(Abi abi, long address) {
        MemorySegment memory = abi.segment();
        return set(
                switch (size()) {
                    case 1 -> memory.get(ValueLayout.JAVA_BYTE, address);
                    case 2 -> memory.get(Abi.SHORT, address);
                    default -> memory.get(Abi.INT, address);
                });
    }

    @Override
    void store(Abi abi, Object value, long address) {
        int bits = bits(value);
        MemorySegment memory = abi.segment();
        switch (size()) {
            case 1 -> memory.set(ValueLayout.JAVA_BYTE, address, (byte) bits);
            case 2 -> memory.set(Abi.SHORT, address, (short) bits);
            default -> memory.set(Abi.INT, address, bits);
        }
    }

    @Override
    Object lift(Abi abi, Slots slots) {
        return set(slots.takeInt());
    }

    @Override
    void lower(Abi abi, Object value, Slots slots) {
        slots.putInt(bits(value));
    }

    private Set<Object> set(int bits) {
        Set<Object> set = new LinkedHashSet<>();
        for (int i = 0; i < labels.size(); i++) {
            if ((bits >>> i & 1) != 0) {
                set.add(labels.get(i));
            }
        }
        return set;
    }

    private int bits(Object value) {
        int bits = 0;
        for (Object label : (Set<?>) value) {
            int bit = labels.indexOf(label);
            if (bit < 0) {
                throw new IllegalArgumentException(label + " is none of the flags " + labels);
            }
            bits |= 1 << bit;
        }
        return bits;
    }
}
