package dev.leat.component.model.link;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.Definition.ComponentBody;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

/** What all walks over one binary share: how much they may walk in all, how deep, and what was checked already. */
final class Walk {

    /**
     * How many definitions, declarations, names and parts of types may be walked for one component: a bound on hostile
     * nesting. A component made from Python takes a twentieth of it.
     */
    private static final int BUDGET = 1_000_000;

    /** How deep instantiations, and instances that are made up from their types, may nest. */
    private static final int MAXIMUM_DEPTH = 200;

    private final Set<ComponentBody> checked = Collections.newSetFromMap(new IdentityHashMap<>());
    private long spent;
    private int depth;

    /** Whether the component is to be checked as written: once is enough. */
    boolean firstCheck(ComponentBody body) {
        return checked.add(body);
    }

    /** Counts one definition or declaration against the budget. */
    void spend() {
        spend(1);
    }

    /** Counts what is about to be walked against the budget. */
    void spend(int parts) {
        spent += parts;
        if (spent > BUDGET) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE,
                    "the component unfolds to more than " + BUDGET + " definitions and parts of types");
        }
    }

    /** Walks one level further down. */
    <T> T deeper(Supplier<T> walk) {
        if (++depth > MAXIMUM_DEPTH) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE, "instances nested more than " + MAXIMUM_DEPTH + " deep");
        }
        try {
            return walk.get();
        } finally {
            depth--;
        }
    }
}
