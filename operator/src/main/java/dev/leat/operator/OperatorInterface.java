package dev.leat.operator;

import java.util.Locale;

/** The interfaces of {@code wasm-graph:processor} that a module can export, one for each type of operation. */
public enum OperatorInterface {
    MAP,
    FILTER,
    BRANCH,
    ACCUMULATE,
    DELAY;

    /** The word that graph definitions use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The interface's name; modules of any 1.x version will do. */
    public String interfaceName() {
        return "wasm-graph:processor/" + word() + "@1.1.0";
    }
}
