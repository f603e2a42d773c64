package dev.leat.component.model.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codec of variants, options, results and enums: a discriminant, and for some cases a payload. */
final class VariantCodec extends Codec {

    /** How Java tells the cases apart. */
    interface Cases {

        /** The index of a value's case. */
        int index(Object value);

        /** What a value's case carries; called only for cases with a payload. */
        Object payload(Object value, int index);

        /** A value of a case. */
        Object make(int index, @Nullable Object payload);
    }

    private final @Nullable Codec[] payloads;
    private final Cases cases;
    private final int discriminantSize;
    private final int payloadOffset;

    /** @param payloads one for each case; null where the case carries nothing */
    VariantCodec(List<@Nullable Codec> payloads, Cases cases, int payloadOffset, int size, int alignment, int flat) {
        super(size, alignment, flat);
        this.payloads = payloads.toArray(Codec[]::new);
        this.cases = cases;
        this.discriminantSize = Layout.discriminantSize(payloads.size());
        this.payloadOffset = payloadOffset;
    }

    Cases cases() {
        return cases;
    }

    int caseCount() {
        return payloads.length;
    }

    /** What carries a case's payload; empty where the case has none. */
    Optional<Codec> payload(int index) {
        return Optional.ofNullable(payloads[index]);
    }

    int discriminantSize() {
        return discriminantSize;
    }

    int payloadOffset() {
        return payloadOffset;
    }

    @Override
    Object load(Abi abi, long address) {
        MemorySegment memory = abi.segment();
        int index = check(
                switch (discriminantSize) {
                    case 1 -> memory.get(ValueLayout.JAVA_BYTE, address) & 0xff;
                    case 2 -> memory.get(Abi.SHORT, address) & 0xffff;
                    default -> memory.get(Abi.INT, address);
                },
                payloads.length);
        Codec payload = payloads[index];
        return cases.make(index, payload == null ? null : payload.load(abi, address + payloadOffset));
    }

    @Override
    void store(Abi abi, Object value, long address) {
        int index = cases.index(value);
        MemorySegment memory = abi.segment();
        switch (discriminantSize) {
            case 1 -> memory.set(ValueLayout.JAVA_BYTE, address, (byte) index);
            case 2 -> memory.set(Abi.SHORT, address, (short) index);
            default -> memory.set(Abi.INT, address, index);
        }
        Codec payload = payloads[index];
        if (payload != null) {
            payload.store(abi, cases.payload(value, index), address + payloadOffset);
        }
    }

    @Override
    Object lift(Abi abi, Slots slots) {
        int end = slots.position() + flat();
        int index = check(slots.takeInt(), payloads.length);
        Codec payload = payloads[index];
        Object value = cases.make(index, payload == null ? null : payload.lift(abi, slots));
        slots.position(end);
        return value;
    }

    @Override
    void lower(Abi abi, Object value, Slots slots) {
        int end = slots.position() + flat();
        int index = cases.index(value);
        slots.putInt(index);
        Codec payload = payloads[index];
        if (payload != null) {
            payload.lower(abi, cases.payload(value, index), slots);
        }
        slots.padTo(end);
    }

    /** The index of a case, where a variant has that many. */
    static int check(int index, int cases) {
        if (Integer.compareUnsigned(index, cases) >= 0) {
            throw Trap.of(
                    "invalid variant discriminant " + Integer.toUnsignedString(index) + " of " + cases + " cases");
        }
        return index;
    }
}
