package dev.leat.component.model;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.abi.GuestFunction;
import java.util.Optional;

/** An exported function of one instance. Belongs to the instance's thread. */
public final class ComponentFunction {

    private final GuestFunction guest;
    private final CallTime time;

    ComponentFunction(GuestFunction guest, CallTime time) {
        this.guest = guest;
        this.time = time;
    }

    /**
     * Calls the function.
     *
     * @param arguments in the Java types that the function was planned with
     * @return empty where the function gives nothing back
     * @throws CoreTrapException where the guest traps, or takes longer than the instance's limit; the instance cannot
     *     be called again
     * @throws ComponentException where the instance trapped before
     * @throws RuntimeException what a function of the host threw; the instance cannot be called again
     */
    public Optional<Object> call(Object... arguments) {
        time.begin();
        try {
            return guest.call(arguments);
        } finally {
            time.end();
        }
    }
}
