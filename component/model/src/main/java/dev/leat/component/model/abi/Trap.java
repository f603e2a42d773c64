package dev.leat.component.model.abi;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.util.List;

/** Traps that the component model itself raises. */
public final class Trap {

    private Trap() {}

    public static CoreTrapException of(String message) {
        return new CoreTrapException(TrapKind.ABI, message, List.of());
    }
}
