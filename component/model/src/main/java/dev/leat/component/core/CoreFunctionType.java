package dev.leat.component.core;

import java.util.List;

/** The type of a core function that host and guest share: numbers in, numbers out. */
public record CoreFunctionType(List<CoreValueType> parameters, List<CoreValueType> results) {

    public CoreFunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /** How many slots a call takes: the larger of the parameters and the results, at least one. */
    public int slots() {
        return Math.max(1, Math.max(parameters.size(), results.size()));
    }
}
