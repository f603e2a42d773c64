package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreFunctionType;

/**
 * What a call needs to know of a function's type.
 *
 * @param parameters how many slots go in
 * @param results how many slots come out
 * @param numeric whether all of them are numbers; the host cannot pass references or vectors, and a reference made from
 *     a number would break the guest's memory safety
 */
record FunctionShape(int parameters, int results, boolean numeric) {

    /** That of a function without parameters and results. */
    static final FunctionShape NOTHING = new FunctionShape(0, 0, true);

    static FunctionShape of(CoreFunctionType type) {
        return new FunctionShape(type.parameters().size(), type.results().size(), true);
    }
}
