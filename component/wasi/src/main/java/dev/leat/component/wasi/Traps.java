package dev.leat.component.wasi;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.util.List;

/** Ends a guest that breaks the rules of an interface. */
final class Traps {

    private Traps() {}

    /** The guest did what the interface's documentation answers with a trap. */
    static CoreTrapException broken(String message) {
        return new CoreTrapException(TrapKind.ABI, message, List.of());
    }

    static CoreTrapException other(String message) {
        return new CoreTrapException(TrapKind.OTHER, message, List.of());
    }

    static CoreTrapException deadline(String message) {
        return new CoreTrapException(TrapKind.DEADLINE, message, List.of());
    }
}
