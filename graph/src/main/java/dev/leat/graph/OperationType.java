package dev.leat.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an operation does with records. */
public enum OperationType {
    /** Where records come in; which endpoint that is, the resource around the definition says. */
    SOURCE(false),
    /** One record becomes one record. */
    MAP(true),
    /** A record passes, or is dropped. */
    FILTER(true),
    /** A record takes one of two arms. */
    BRANCH(true),
    /** Several inputs become one output, in the order of time. */
    CONCATENATE(false),
    /** All records of one logical time become one record. */
    ACCUMULATE(true),
    /** A record is given a later logical time. */
    DELAY(true),
    /** Where records go out. */
    SINK(false);

    private final boolean runsModule;

    OperationType(boolean runsModule) {
        this.runsModule = runsModule;
    }

    /** Whether an operation of this type needs a module; the others cannot have one. */
    public boolean runsModule() {
        return runsModule;
    }

    /** The word for it in graph definitions, such as {@code map}. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words for all types, in the order in which data meets them. */
    public static List<String> spellings() {
        return Arrays.stream(values()).map(OperationType::spelling).toList();
    }

    /** The type that a word names, in upper or lower case. */
    public static Optional<OperationType> of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.spelling().equalsIgnoreCase(word))
                .findFirst();
    }
}
