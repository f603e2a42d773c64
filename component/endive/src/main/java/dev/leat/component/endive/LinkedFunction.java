package dev.leat.component.endive;

import run.endive.runtime.ImportFunction;
import run.endive.wasm.types.FunctionType;

/** An import of a function that remembers which item it was given. */
final class LinkedFunction extends ImportFunction {

    private final EndiveFunction target;

    LinkedFunction(String name, FunctionType type, EndiveFunction target) {
        super("", name, type, target);
        this.target = target;
    }

    EndiveFunction target() {
        return target;
    }
}
