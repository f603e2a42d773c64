package dev.leat.kit;

import java.util.Locale;

/** What an operator does with messages; each starts with a working example. */
public enum OperatorKind {
    MAP("Adds the temperature in degrees Celsius to each reading."),
    FILTER("Lets warm readings through."),
    BRANCH("Parts hot readings from the others."),
    ACCUMULATE("Takes the average of all readings of ten seconds."),
    DELAY("Moves all messages of a minute to its end.");

    private final String description;

    OperatorKind(String description) {
        this.description = description;
    }

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }
}
