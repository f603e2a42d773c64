package dev.leat.component.model.abi;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.util.List;

/** Traps that the component model itself raises. */
public final class Trap {

    private Trap() {}

    /** An access outside of memory. */
    static CoreTrapException outOfBounds(IndexOutOfBoundsException outside) {
        return of("pointer out of bounds of memory: " + outside.getMessage());
    }

    public static CoreTrapException of(String message) {
        return new CoreTrapException(TrapKind.ABI, message, List.of());
    }
}
