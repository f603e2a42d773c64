package dev.leat.component.model.abi;

import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.HostCall;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a guest calls when it calls an import: {@code canon lower}. */
public final class HostTrampoline implements HostCall {

    /** What stands behind the import. */
    @FunctionalInterface
    public interface Target {
        /** @return null where the function gives nothing back */
        @Nullable
        Object call(Object[] arguments);
    }

    private final Supplier<Abi> abiSource;
    private final Signature signature;
    private final Target target;
    private final int parameterSlots;
    private @Nullable Abi abi;

    /** @param abi asked at the first call: the guest's memory may not be there before */
    public HostTrampoline(Supplier<Abi> abi, Signature signature, Target target, CoreFunctionType type) {
        this.abiSource = abi;
        this.signature = signature;
        this.target = target;
        this.parameterSlots = type.parameters().size();
    }

    @Override
    public void call(long[] values) {
        Abi guest = abi;
        if (guest == null) {
            guest = abiSource.get();
            abi = guest;
        }
        guest.instance().checkMayLeave();
        guest.begin();
        Slots slots = new Slots(values);
        Object[] arguments = lift(guest, slots);
        long pointer = signature.resultByPointer() ? Abi.address(values[parameterSlots - 1]) : 0;
        Object result = target.call(arguments);
        guest.refresh();
        slots.rewind();
        lower(guest, result, pointer, slots);
        guest.call().releaseLenders();
    }

    // Only what reads and writes memory stands inside the try: a host's function may throw the same exception.

    private Object[] lift(Abi guest, Slots slots) {
        try {
            return signature.liftParameters(guest, slots);
        } catch (IndexOutOfBoundsException outside) {
            throw Trap.outOfBounds(outside);
        }
    }

    private void lower(Abi guest, @Nullable Object result, long pointer, Slots slots) {
        try {
            if (signature.resultByPointer()) {
                signature.checkResultPointer(guest, pointer);
            }
            signature.lowerResult(guest, result, pointer, slots);
        } catch (IndexOutOfBoundsException outside) {
            throw Trap.outOfBounds(outside);
        }
    }
}
