package dev.leat.component.model.abi;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreTrapException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A guest's function as the host, or another guest, calls it: {@code canon lift}. Confined to its store's thread. */
public final class GuestFunction {

    private final CoreFunction function;
    private final @Nullable CoreFunction postReturn;
    private final Abi abi;
    private final Signature signature;
    private final Slots slots;

    public GuestFunction(CoreFunction function, Optional<CoreFunction> postReturn, Abi abi, Signature signature) {
        this.function = function;
        this.postReturn = postReturn.orElse(null);
        this.abi = abi;
        this.signature = signature;
        this.slots = new Slots(new long[signature.slots()]);
    }

    /**
     * Calls the guest.
     *
     * @return empty where the function gives nothing back
     * @throws CoreTrapException where the guest traps; its component instance cannot be entered any more
     */
    public Optional<Object> call(Object[] arguments) {
        if (arguments.length != signature.parameterCount()) {
            throw new IllegalArgumentException(
                    arguments.length + " arguments for " + signature.parameterCount() + " parameters");
        }
        InstanceState instance = abi.instance();
        instance.enter();
        try {
            Optional<Object> result = run(arguments);
            instance.exit();
            return result;
        } catch (RuntimeException | Error failure) {
            instance.failed(failure);
            throw failure;
        }
    }

    private Optional<Object> run(Object[] arguments) {
        Call call = abi.call();
        call.begin();
        abi.begin();
        slots.rewind();
        lower(arguments);
        function.call(slots.values());
        slots.rewind();
        long flatResult = slots.values()[0];
        abi.refresh();
        Optional<Object> result = lift();
        call.releaseLenders();
        call.checkReturned();
        CoreFunction after = postReturn;
        if (after != null) {
            InstanceState instance = abi.instance();
            slots.values()[0] = flatResult;
            instance.setMayLeave(false);
            after.call(slots.values());
            instance.setMayLeave(true);
        }
        return result;
    }

    // Only what reads and writes memory stands inside the try: a host's function may throw the same exception.

    private void lower(Object[] arguments) {
        try {
            signature.lowerParameters(abi, arguments, slots);
        } catch (IndexOutOfBoundsException outside) {
            throw Trap.outOfBounds(outside);
        }
    }

    private Optional<Object> lift() {
        try {
            return signature.liftResult(abi, slots);
        } catch (IndexOutOfBoundsException outside) {
            throw Trap.outOfBounds(outside);
        }
    }
}
