package dev.leat.component.endive;

import dev.leat.component.core.CoreFunction;
import run.endive.runtime.WasmFunctionHandle;

/** A function as the host calls it, {@link CoreFunction#call}, and as a guest that imports it does. */
sealed interface EndiveFunction extends CoreFunction, WasmFunctionHandle permits GuestFunction, HostFunction {

    EndiveStore store();

    /** Whether the function can be imported as that type of the importing module. */
    boolean fits(FunctionTypes importer, int typeIndex);
}
